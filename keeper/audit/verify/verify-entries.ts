import { EMPTY_TREE, rootOf, type TreeFrontier } from '../../client/log/merkle-tree.ts';
import type { AuditDatabase, Subtree } from '../audit-database.ts';
import type { StoredAuditEntry } from '../audit-entry.ts';
import type { AuditKeys } from '../audit-keys.ts';
import { growTree } from '../log-tree.ts';
import type { AuditFault } from './audit-report.ts';
import { examineEntry, type Examined } from './examine-entry.ts';

/** The stored entries, read once from first to last. */
export interface EntriesRead {
  readonly tree: TreeFrontier;
  readonly subtrees: readonly Subtree[];
  /** Roots at those of the asked sizes that the log reaches. */
  readonly roots: ReadonlyMap<number, Buffer>;
  /** The first entry that shows by itself or by its neighbours that it isn't right. */
  readonly fault: AuditFault | null;
  /** It alone can't say whether its detail was changed or it was put there; the tree can. */
  readonly faultIsOfDetail: boolean;
}

const ENTRIES_PER_PAGE = 1_000;

/** Rows are counted in order, so that the tree is that of what is there. Throws AUDIT_UNAVAILABLE. */
export async function readEntries(
  database: AuditDatabase,
  keys: Pick<AuditKeys, 'seal'> | null,
  sizes: ReadonlySet<number>,
): Promise<EntriesRead> {
  let tree = EMPTY_TREE;
  let fault: AuditFault | null = null;
  let faultIsOfDetail = false;
  const subtrees: Subtree[] = [];
  const roots = new Map<number, Buffer>(sizes.has(0) ? [[0, rootOf(tree)]] : []);
  let next = 0;
  for (;;) {
    const page = await database.entriesFrom(next, ENTRIES_PER_PAGE);
    for (const entry of page) {
      if (fault === null) {
        const at = tree.size;
        if (entry.sequence !== at) {
          fault = removed(at, entry.sequence);
        } else {
          const examined = examineEntry(keys, entry);
          faultIsOfDetail = examined.is === 'unopened';
          fault = await faultOf(database, keys, entry, examined);
        }
      }
      tree = growTree(tree, entry.leafHash, subtrees);
      if (sizes.has(tree.size)) roots.set(tree.size, rootOf(tree));
      next = entry.sequence + 1;
    }
    if (page.length < ENTRIES_PER_PAGE) break;
  }
  return { tree, subtrees, roots, fault, faultIsOfDetail };
}

function removed(from: number, next: number): AuditFault {
  const last = next - 1;
  return {
    kind: 'entry-removed',
    sequence: from,
    message:
      from === last
        ? `entry ${from} was removed`
        : `entries ${from} to ${last} were removed (${next - from} of them)`,
  };
}

async function faultOf(
  database: AuditDatabase,
  keys: Pick<AuditKeys, 'seal'> | null,
  { sequence: at }: StoredAuditEntry,
  examined: Examined,
): Promise<AuditFault | null> {
  /** Which entry stands at a place. */
  const standsAt = async (place: number): Promise<number | null> => {
    const [entry] = await database.entriesFrom(place, 1);
    if (entry?.sequence !== place) return null;
    const other = examineEntry(keys, entry);
    return other.is === 'misplaced' ? other.sequence : other.is === 'right' ? place : null;
  };
  const fault = (kind: AuditFault['kind'], message: string) => ({ kind, sequence: at, message });

  switch (examined.is) {
    case 'right':
      return null;
    case 'changed':
      return fault('entry-changed', `entry ${at}: its ${examined.part} was changed`);
    case 'replaced':
      return fault(
        'entry-replaced',
        `entry ${at} was replaced: hash and detail are not the keeper’s`,
      );
    case 'unopened':
      return (await standsAt(at + 1)) === at
        ? fault('entry-added', `entry ${at} was added; the later ones were moved down by one`)
        : fault('entry-changed', `entry ${at}: its sealed detail was changed`);
    case 'misplaced': {
      const { sequence: found } = examined;
      if (found < at)
        return fault('entry-added', `entry ${at} was added: a copy of entry ${found}`);
      if ((await standsAt(found)) === at) {
        return fault('entries-reordered', `entries ${at} and ${found} changed places`);
      }
      return (await standsAt(at + 1)) === found + 1
        ? fault(
            'entry-removed',
            found === at + 1
              ? `entry ${at} was removed; the later ones were moved up`
              : `entries ${at} to ${found - 1} were removed; the later ones were moved up`,
          )
        : fault('entries-reordered', `entry ${found} stands in the place of entry ${at}`);
    }
  }
}
