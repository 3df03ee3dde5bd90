import { WaysideError } from '../../pipeline/errors.ts';
import { rootOf, type TreeFrontier } from '../client/log/merkle-tree.ts';
import type { AuditDatabase, Subtree } from './audit-database.ts';
import {
  makeAuditEntry,
  openAuditEntry,
  type AuditEvent,
  type StoredAuditEntry,
} from './audit-entry.ts';
import type { AuditKeys } from './audit-keys.ts';
import { groupCommit } from './group-commit.ts';
import { growTree, readTree, refuseGap, type KnownHead } from './log-tree.ts';

/**
 * The append-only log in table `audit_entry`: an RFC 6962 tree whose leaf of number `sequence` is the
 * row of that number. An entry is in the database before `append` returns.
 */
export interface EntryLog {
  /**
   * Gives the entry's sequence. Entries that come together are written together. Throws
   * AUDIT_UNAVAILABLE, AUDIT_BROKEN: then the answer must not be given.
   */
  append(event: AuditEvent): Promise<number>;
  /** In order; throws AUDIT_UNAVAILABLE. */
  read(fromSequence: number, limit: number): Promise<readonly StoredAuditEntry[]>;
  /** Of the entries this keeper knows of. */
  head(): TreeHead;
  /** Called after each group of entries. */
  onGrown(listener: () => void): void;
  /** Reads the whole tree again. Throws AUDIT_BROKEN, and then on every append, when it differs. */
  recheck(): Promise<TreeHead>;
  /** Until everything that waits is written. */
  settled(): Promise<void>;
}

export interface TreeHead {
  readonly size: number;
  readonly rootHash: Buffer;
}

const ENTRIES_PER_STATEMENT = 1_000;
const ENTRIES_PER_PAGE = 1_000;
/** Other keepers may append too; each retry means that one of them did. */
const MOST_ATTEMPTS = 20;

/**
 * Reads what is there. Entries that a known head covers are checked by its root, newer ones opened: so
 * neither can have been changed or added by anybody without the log's keys. Throws AUDIT_UNAVAILABLE,
 * AUDIT_BROKEN.
 */
export async function openEntryLog(
  database: AuditDatabase,
  keys: Pick<AuditKeys, 'seal'>,
  heads: readonly KnownHead[],
  nowMs: () => number,
): Promise<EntryLog> {
  const covered = Math.max(0, ...heads.map(({ size }) => size));
  const opened = await readTree(database, heads);
  let tree = opened.tree;
  await openEntries(database, keys, covered, tree.size);
  if ((await database.countSubtrees()) < opened.subtrees.length) {
    await database.addSubtrees(opened.subtrees);
  }
  let broken: WaysideError | null = null;
  const listeners: (() => void)[] = [];

  /** Entries that others wrote meanwhile; each has to open. */
  const catchUp = async () => {
    for (;;) {
      const page = await database.entriesFrom(tree.size, ENTRIES_PER_PAGE);
      for (const entry of page) {
        refuseGap(entry.sequence, tree.size);
        openAuditEntry(keys, entry);
        // Whoever wrote it wrote the subtrees with it.
        tree = growTree(tree, entry.leafHash, []);
      }
      if (page.length < ENTRIES_PER_PAGE) return;
    }
  };

  const write = async (events: readonly AuditEvent[]): Promise<readonly number[]> => {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      if (broken !== null) throw broken;
      const subtrees: Subtree[] = [];
      let grown: TreeFrontier = tree;
      const entries = events.map((event) => {
        const entry = makeAuditEntry(keys, event, grown.size, nowMs());
        grown = growTree(grown, entry.leafHash, subtrees);
        return entry;
      });
      if (await database.addEntries(entries, subtrees)) {
        tree = grown;
        for (const listener of listeners) listener();
        return entries.map(({ sequence }) => sequence);
      }
      await catchUp();
    }
    throw new WaysideError('AUDIT_UNAVAILABLE', 'the audit log is being written too fast');
  };
  const commits = groupCommit(write, ENTRIES_PER_STATEMENT);

  const head = () => ({ size: tree.size, rootHash: rootOf(tree) });
  return {
    append: (event) => commits.add(event),
    read: (fromSequence, limit) => database.entriesFrom(fromSequence, limit),
    head,
    onGrown(listener) {
      listeners.push(listener);
    },
    async recheck() {
      const known = head();
      try {
        await readTree(database, [{ ...known, from: 'the tree in memory' }], known.size);
      } catch (error) {
        if (error instanceof WaysideError && error.code === 'AUDIT_BROKEN') broken = error;
        throw error;
      }
      return known;
    },
    settled: () => commits.settled(),
  };
}

/** Throws AUDIT_BROKEN for the first of `[from, to)` that wasn't written with the keys. */
async function openEntries(
  database: AuditDatabase,
  keys: Pick<AuditKeys, 'seal'>,
  from: number,
  to: number,
): Promise<void> {
  for (let next = from; next < to;) {
    const page = await database.entriesFrom(next, Math.min(ENTRIES_PER_PAGE, to - next));
    for (const entry of page) openAuditEntry(keys, entry);
    next += page.length;
    if (page.length === 0) return;
  }
}
