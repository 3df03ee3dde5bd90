/** How many tracks are in each cell; cells with none are left out. */
export type CellCounts = ReadonlyMap<number, number>;

/**
 * Counts as bytes: for each cell in ascending order its distance from the one before (the first from −1)
 * and its count, both as LEB128 (7 bits a byte, lowest first, the top bit set on all but the last). A
 * camera's hour takes some 2 bytes a cell, so that a month of all cameras is read in milliseconds.
 */
export function packCounts(counts: CellCounts): Uint8Array {
  const bytes: number[] = [];
  let before = -1;
  for (const [cell, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (count === 0) continue;
    pushNumber(bytes, cell - before);
    pushNumber(bytes, count);
    before = cell;
  }
  return Uint8Array.from(bytes);
}

/** Calls `see` for each cell with its count; the inverse of `packCounts`. */
export function eachCount(packed: Uint8Array, see: (cell: number, count: number) => void): void {
  let at = 0;
  const next = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = packed[at++];
      if (byte === undefined) throw new RangeError('packed counts are cut off');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  let cell = -1;
  while (at < packed.length) {
    cell += next();
    see(cell, next());
  }
}

export function unpackCounts(packed: Uint8Array): Map<number, number> {
  const counts = new Map<number, number>();
  eachCount(packed, (cell, count) => counts.set(cell, count));
  return counts;
}

/** Tracks in all cells together. */
export function tracksIn(packed: Uint8Array): number {
  let sum = 0;
  eachCount(packed, (_cell, count) => (sum += count));
  return sum;
}

/** The sum, cell by cell. */
export function addCounts(a: CellCounts, b: CellCounts): Map<number, number> {
  const sum = new Map(a);
  for (const [cell, count] of b) sum.set(cell, (sum.get(cell) ?? 0) + count);
  return sum;
}

function pushNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
