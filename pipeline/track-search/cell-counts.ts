import { CELL_COUNT } from './track-cell.ts';

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
    if (count <= 0) continue;
    pushNumber(bytes, cell - before);
    pushNumber(bytes, count);
    before = cell;
  }
  return Uint8Array.from(bytes);
}

/** Room for the counts of one row, to be used again for the next: no row has more cells than there are. */
export interface CountBuffer {
  readonly cells: Uint16Array;
  readonly counts: Float64Array;
}

export function countBuffer(): CountBuffer {
  return { cells: new Uint16Array(CELL_COUNT), counts: new Float64Array(CELL_COUNT) };
}

/**
 * Unpacks into the buffer, in ascending order; the inverse of `packCounts`.
 * @returns how many cells there are
 * @throws RangeError where the bytes are none that `packCounts` makes
 */
export function readCounts(packed: Uint8Array, { cells, counts }: CountBuffer): number {
  const end = packed.length;
  if (end > 0 && packed[end - 1]! >= 0x80) throw new RangeError('packed counts are cut off');
  let length = 0;
  let cell = -1;
  // Written out: this loop is where a search over a month spends its time.
  for (let at = 0; at < end; length++) {
    let byte = packed[at++]!;
    let distance = byte & 0x7f;
    for (let factor = 128; byte >= 0x80; factor *= 128) {
      byte = packed[at++]!;
      distance += (byte & 0x7f) * factor;
    }
    if (at === end) throw new RangeError('packed counts are cut off');
    byte = packed[at++]!;
    let count = byte & 0x7f;
    for (let factor = 128; byte >= 0x80; factor *= 128) {
      byte = packed[at++]!;
      count += (byte & 0x7f) * factor;
    }
    cell += distance;
    if (cell >= CELL_COUNT) throw new RangeError('packed counts name a cell there is not');
    cells[length] = cell;
    counts[length] = count;
  }
  return length;
}

export function unpackCounts(packed: Uint8Array): Map<number, number> {
  const buffer = countBuffer();
  const length = readCounts(packed, buffer);
  return new Map(Array.from({ length }, (_, i) => [buffer.cells[i]!, buffer.counts[i]!] as const));
}

const SCRATCH = countBuffer();

/** Tracks in all cells together. */
export function tracksIn(packed: Uint8Array): number {
  const length = readCounts(packed, SCRATCH);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += SCRATCH.counts[i]!;
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
