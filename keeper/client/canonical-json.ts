/**
 * The one way to write a value as JSON, for signing: members sorted by UTF-16 code units, no spaces
 * (RFC 8785; numbers and strings are as ECMAScript writes them). Members that are undefined are left
 * out. Throws TypeError for what JSON can't hold.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError('JSON holds no infinite numbers');
  }
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError(`JSON holds no ${typeof value}`);
  return json;
}
