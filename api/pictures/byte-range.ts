/**
 * The one range of bytes that a `range` header asks for, both ends included; null for none, for several,
 * and for one that isn't there: then the whole is sent, as RFC 9110 (14.2) allows.
 */
export function byteRangeOf(
  header: string | undefined,
  byteCount: number,
): { readonly first: number; readonly last: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, byteCount - Number(to)) : Number(from);
  const last = from === '' || to === '' ? byteCount - 1 : Math.min(Number(to), byteCount - 1);
  return first <= last && first < byteCount ? { first, last } : null;
}
