import { nodeHash } from './merkle-tree.ts';
import { TILE_HEIGHT } from './tiles.ts';

/**
 * Inclusion and consistency proofs of RFC 6962, sections 2.1.1 and 2.1.2, made from the hashes that
 * tiles hold. Indices and sizes are whole numbers up to 2⁵³ - 1.
 */

/**
 * `count` hashes from index `from` on at a tile level: at level 0 leaf hashes, at level `l` the roots
 * of complete subtrees of 256ˡ leaves.
 */
export type NodeReader = (level: number, from: number, count: number) => Promise<readonly Buffer[]>;

/** Leaves `[start, end)` whose hash is part of a proof. */
interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** That leaf `index` is in the tree of `size` leaves, nearest sibling first. */
export function proveInclusion(read: NodeReader, index: number, size: number): Promise<Buffer[]> {
  return hashesOf(read, inclusionPath(index, { start: 0, end: size }));
}

/** That the tree of `newSize` leaves begins with that of `oldSize`; empty when that is 0 or as large. */
export function proveConsistency(
  read: NodeReader,
  oldSize: number,
  newSize: number,
): Promise<Buffer[]> {
  const ranges = oldSize === 0 ? [] : consistencyPath(oldSize, { start: 0, end: newSize }, true);
  return hashesOf(read, ranges);
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** RFC 9162, section 2.1.3.2. */
export function verifyInclusion({ index, size, leafHash, proof, root }: InclusionClaim): boolean {
  if (index >= size) return false;
  let at = index;
  let last = size - 1;
  let hash: Buffer = Buffer.from(leafHash);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      for (; at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    } else {
      hash = nodeHash(hash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash.equals(root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162, section 2.1.4.2; the empty tree is consistent with every tree, by the empty proof. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && Buffer.from(oldRoot).equals(newRoot);
  if (oldSize === 0) return proof.length === 0;
  // A tree of 2ⁿ leaves is a subtree of the new one: its root is left out of the proof.
  const path = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined) return false;
  let at = oldSize - 1;
  let last = newSize - 1;
  for (; at % 2 === 1; at = (at - 1) / 2) last = Math.floor(last / 2);
  let oldHash: Buffer = Buffer.from(first);
  let newHash: Buffer = Buffer.from(first);
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      for (; at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
}

function inclusionPath(index: number, { start, end }: LeafRange): LeafRange[] {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  const [left, right] = [
    { start, end: middle },
    { start: middle, end },
  ];
  return index < middle
    ? [...inclusionPath(index, left), right]
    : [...inclusionPath(index, right), left];
}

/** `oldSize` counts from `start`; `whole`: the verifier knows the root of the old tree. */
function consistencyPath(oldSize: number, { start, end }: LeafRange, whole: boolean): LeafRange[] {
  if (oldSize === end - start) return whole ? [] : [{ start, end }];
  const split = splitOf(end - start);
  const [left, right] = [
    { start, end: start + split },
    { start: start + split, end },
  ];
  return oldSize <= split
    ? [...consistencyPath(oldSize, left, whole), right]
    : [...consistencyPath(oldSize - split, right, false), left];
}

/** The largest power of two below `size`, which is 2 or more. */
function splitOf(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1);
}

async function hashesOf(read: NodeReader, ranges: readonly LeafRange[]): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  for (const range of ranges) hashes.push(await hashOf(read, range));
  return hashes;
}

async function hashOf(read: NodeReader, { start, end }: LeafRange): Promise<Buffer> {
  const size = end - start;
  const height = Math.log2(size);
  if (Number.isInteger(height)) {
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height - level * TILE_HEIGHT);
    return completeRoot(await read(level, (start / size) * count, count));
  }
  const middle = start + splitOf(size);
  return nodeHash(
    await hashOf(read, { start, end: middle }),
    await hashOf(read, { start: middle, end }),
  );
}

/** Of 2ⁿ hashes. */
function completeRoot(hashes: readonly Buffer[]): Buffer {
  let row = [...hashes];
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!));
  }
  return row[0]!;
}
