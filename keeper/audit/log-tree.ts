import { WaysideError } from '../../pipeline/errors.ts';
import { appendLeaf, EMPTY_TREE, rootOf, type TreeFrontier } from '../client/log/merkle-tree.ts';
import { TILE_HEIGHT } from '../client/log/tiles.ts';
import type { AuditDatabase, Subtree } from './audit-database.ts';

/** A head of the tree that was signed earlier. */
export interface KnownHead {
  readonly size: number;
  readonly rootHash: Buffer;
  /** Where it is kept, for the error. */
  readonly from: string;
}

const LEAVES_PER_PAGE = 10_000;

/** The tree with a leaf more, and what of it belongs into a tile above the leaves. */
export function growTree(tree: TreeFrontier, leafHash: Buffer, subtrees: Subtree[]): TreeFrontier {
  return appendLeaf(tree, leafHash, (height, index, hash) => {
    if (height % TILE_HEIGHT === 0) subtrees.push({ level: height / TILE_HEIGHT, index, hash });
  });
}

/**
 * The tree of the stored leaves, which must be that of every known head where it is as large. Throws
 * AUDIT_BROKEN, AUDIT_UNAVAILABLE.
 */
export async function readTree(
  database: AuditDatabase,
  heads: readonly KnownHead[],
  upTo = Infinity,
): Promise<{ readonly tree: TreeFrontier; readonly subtrees: readonly Subtree[] }> {
  let tree = EMPTY_TREE;
  const subtrees: Subtree[] = [];
  const compare = () => {
    for (const { size, rootHash, from } of heads) {
      if (size === tree.size && !rootOf(tree).equals(rootHash)) {
        throw new WaysideError(
          'AUDIT_BROKEN',
          `some of the first ${size} audit entries were changed since ${from} was signed`,
          { details: { size, found: 'root differs' } },
        );
      }
    }
  };
  compare();
  for (;;) {
    const limit = Math.min(LEAVES_PER_PAGE, upTo - tree.size);
    const page = limit === 0 ? [] : await database.leavesFrom(tree.size, limit);
    for (const { sequence, leafHash } of page) {
      refuseGap(sequence, tree.size);
      tree = growTree(tree, leafHash, subtrees);
      compare();
    }
    if (page.length < limit || limit === 0) break;
  }
  for (const { size, from } of heads) {
    if (size > tree.size) {
      throw new WaysideError(
        'AUDIT_BROKEN',
        `audit entries from ${tree.size} on are gone: ${from} is of ${size} entries`,
        { details: { sequence: tree.size, size, found: 'tail cut off' } },
      );
    }
  }
  return { tree, subtrees };
}

/** Throws AUDIT_BROKEN when the next entry isn't the one that follows. */
export function refuseGap(sequence: number, expected: number): void {
  if (sequence === expected) return;
  throw new WaysideError('AUDIT_BROKEN', `audit entry ${expected} is missing`, {
    details: { sequence: expected, found: 'missing' },
  });
}
