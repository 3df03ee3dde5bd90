/**
 * The C2SP tlog-tiles layout (https://c2sp.org/tlog-tiles): the hashes of a Merkle tree and its
 * entries as files of 256, of which only the last of a level may hold fewer.
 */

/** Levels of the tree in one tile. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

const MOST_LEVEL = 63;

export interface Tile {
  /** Of the tree's hashes from 0, the leaves; or the entries themselves. */
  readonly level: number | 'entries';
  /** In the level, from 0. */
  readonly number: number;
  /** How many hashes or entries: 1…256. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, as under the log's address. */
export function tilePath({ level, number, width }: Tile): string {
  const digits = String(number);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g)!;
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Null for what `tilePath` wouldn't write. */
export function parseTilePath(path: string): Tile | null {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match === null) return null;
  const [, level, number, width] = match;
  const tile = {
    level: level === 'entries' ? ('entries' as const) : Number(level),
    number: Number(number!.replace(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if (typeof tile.level === 'number' && tile.level > MOST_LEVEL) return null;
  if (!Number.isSafeInteger(tile.number)) return null;
  if (tile.width < 1 || (width !== undefined && tile.width >= TILE_WIDTH)) return null;
  return tilePath(tile) === path ? tile : null;
}

/** How many hashes or entries of a tile a tree of `size` leaves has: 0…256. */
export function tileWidthAt({ level, number }: Omit<Tile, 'width'>, size: number): number {
  const inLevel = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  return Math.min(TILE_WIDTH, Math.max(0, inLevel - number * TILE_WIDTH));
}

/** Entries as a bundle: each behind its length, 16 bits, big-endian. */
export function entryBundle(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}
