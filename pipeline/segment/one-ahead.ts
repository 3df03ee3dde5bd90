/**
 * The same items, each asked for while the one before is being used, so that the next frame is looked
 * at for objects while plates are read in this one. A failure is thrown where it would have been;
 * leaving early closes the source.
 */
export async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  const items = source[Symbol.asyncIterator]();
  let coming = items.next();
  try {
    for (;;) {
      const item = await coming;
      if (item.done === true) return;
      coming = items.next();
      // It is awaited later, or never when the consumer leaves: not unhandled in either case.
      coming.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await coming.catch(() => undefined);
    await items.return?.();
  }
}
