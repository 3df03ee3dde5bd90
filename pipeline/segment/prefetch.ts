/**
 * The same items, fetched ahead: up to `depth` of them are ready before they are asked for, so that
 * the source (a decoder) works while the consumer (a model) does. Starts at once.
 * A failure of the source is thrown where it would have been. Iterate once; leaving the loop early,
 * or never starting it and calling `return()`, closes the source.
 */
export function prefetch<T>(
  source: AsyncIterable<T>,
  depth: number,
): AsyncGenerator<T, void, void> {
  const items: T[] = [];
  let state: 'open' | 'ended' | 'left' = 'open';
  let failure: { readonly error: unknown } | null = null;
  let onItem: () => void = () => undefined;
  let onRoom: () => void = () => undefined;

  const isLeft = (): boolean => state === 'left';

  const filling = (async () => {
    try {
      for await (const item of source) {
        items.push(item);
        onItem();
        if (items.length >= depth) await new Promise<void>((resolve) => (onRoom = resolve));
        if (isLeft()) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      if (!isLeft()) state = 'ended';
      onItem();
    }
  })();

  const leave = async (): Promise<void> => {
    state = 'left';
    onRoom();
    await filling;
  };

  async function* drain(): AsyncGenerator<T, void, void> {
    try {
      for (;;) {
        while (items.length === 0 && state === 'open') {
          await new Promise<void>((resolve) => (onItem = resolve));
        }
        if (items.length === 0) break;
        const item = items.shift()!;
        onRoom();
        yield item;
      }
      if (failure !== null) throw failure.error;
    } finally {
      await leave();
    }
  }

  const draining = drain();
  const close = draining.return.bind(draining);
  // A generator that never ran skips its own finally.
  draining.return = async (value) => {
    await leave();
    return close(value);
  };
  return draining;
}
