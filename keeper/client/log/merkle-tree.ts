import { createHash } from 'node:crypto';

/** Merkle tree hashes of RFC 6962, section 2.1 (SHA-256): leaves and nodes are hashed apart. */

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(entry).digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/**
 * A growing tree, kept as the roots of its complete subtrees, largest first: one for each bit that is
 * set in its size. All that appending and the tree head need.
 */
export interface TreeFrontier {
  readonly size: number;
  readonly subtrees: readonly Buffer[];
}

export const EMPTY_TREE: TreeFrontier = { size: 0, subtrees: [] };

/** Told of every complete subtree: the `index`-th, from 0, of those with `2 ** height` leaves. */
export type OnSubtree = (height: number, index: number, hash: Buffer) => void;

export function appendLeaf(
  { size, subtrees }: TreeFrontier,
  leaf: Buffer,
  onSubtree?: OnSubtree,
): TreeFrontier {
  const roots = [...subtrees];
  let root = leaf;
  let height = 0;
  // Each trailing 1 bit of the size is a subtree as large as the one just completed. Divided, not
  // shifted: sizes may pass 2³¹.
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    root = nodeHash(roots.pop()!, root);
    height += 1;
    onSubtree?.(height, (rest - 1) / 2, root);
  }
  return { size: size + 1, subtrees: [...roots, root] };
}

/** The Merkle tree hash; of the empty tree, the hash of nothing. */
export function rootOf({ subtrees }: TreeFrontier): Buffer {
  if (subtrees.length === 0) return createHash('sha256').digest();
  return subtrees.reduceRight((right, left) => nodeHash(left, right));
}
