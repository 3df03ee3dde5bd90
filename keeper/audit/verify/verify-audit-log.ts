import { rootOf } from '../../client/log/merkle-tree.ts';
import type { NoteKey } from '../../client/log/signed-note.ts';
import type { AuditDatabase, Subtree } from '../audit-database.ts';
import type { AuditKeys } from '../audit-keys.ts';
import { signedHead } from '../head-file.ts';
import type { KnownHead } from '../log-tree.ts';
import type { AuditFault, AuditReport } from './audit-report.ts';
import { checkCosignatures, readCheckpoints } from './verify-checkpoints.ts';
import { readEntries, type EntriesRead } from './verify-entries.ts';

export interface VerifyOptions {
  readonly database: AuditDatabase;
  /** Of the log, from where the verifier trusts it. */
  readonly key: NoteKey;
  /** Opens the details; null: only the tree is checked. */
  readonly keys: Pick<AuditKeys, 'seal'> | null;
  /** Checkpoints kept elsewhere, as signed notes; `from` says where. */
  readonly kept: readonly { readonly note: string; readonly from: string }[];
  /** The one in the keeper's folder, which is in the table too; null for none. */
  readonly headFile: { readonly note: string; readonly from: string } | null;
  readonly witnessKey: NoteKey | null;
}

const SUBTREES_PER_PAGE = 10_000;

/**
 * Reads the whole log and says what was done to it, first entry first. It needs no keeper; rows that
 * are written meanwhile don't disturb it. Throws AUDIT_UNAVAILABLE.
 */
export async function verifyAuditLog(options: VerifyOptions): Promise<AuditReport> {
  const { database, key, keys, kept, headFile, witnessKey } = options;
  const faults: AuditFault[] = [];
  // Before the entries: whatever a checkpoint covers is there when it is.
  const stored = await readCheckpoints(database, key);
  const elsewhere: KnownHead[] = [];
  for (const { note, from } of headFile === null ? kept : [headFile, ...kept]) {
    try {
      elsewhere.push(signedHead(note, key, from));
    } catch {
      const message = `${from} isn't signed by the key of ${key.name}: it was changed, or is of another log or key`;
      faults.push({ kind: 'checkpoint-changed', sequence: null, message });
    }
  }
  const heads = [...stored.heads, ...elsewhere].sort((a, b) => a.size - b.size);
  const entries = await readEntries(database, keys, new Set(heads.map(({ size }) => size)));
  const { tree, fault } = entries;

  const agreeing = heads.filter(({ size, rootHash }) => entries.roots.get(size)?.equals(rootHash));
  const goodUpTo = agreeing.at(-1)?.size ?? null;
  const differing = heads.filter(
    ({ size, rootHash }) => entries.roots.get(size)?.equals(rootHash) === false,
  );
  if (fault !== null) faults.push(withTree(fault, entries, agreeing, heads));
  // Once an entry is named, the heads above it differ for that reason.
  const unexplained = differing.find(({ size }) => fault === null || size <= fault.sequence!);
  if (unexplained !== undefined) faults.push(rewritten(unexplained, agreeing));
  faults.push(...tailFaults(heads, tree.size, fault));
  faults.push(...stored.faults);
  const inFolder = elsewhere.find(({ from }) => from === headFile?.from);
  if (inFolder !== undefined && !stored.notes.has(inFolder.size)) {
    const message = `${inFolder.from} of ${inFolder.size} entries was removed from the table`;
    faults.push({ kind: 'checkpoint-removed', sequence: null, message });
  }
  const cosigned = await checkCosignatures(database, stored.notes, witnessKey);
  faults.push(...cosigned.faults);
  if (fault === null) faults.push(...(await subtreeFaults(database, entries.subtrees)));
  return {
    origin: key.name,
    entries: tree.size,
    rootHash: rootOf(tree),
    checkpoints: stored.count,
    cosignatures: cosigned.count,
    detailsOpened: keys !== null,
    goodUpTo,
    faults,
  };
}

/** Whether an entry that doesn't open was changed or put there: a head above it that agrees tells. */
function withTree(
  fault: AuditFault,
  { faultIsOfDetail }: EntriesRead,
  agreeing: readonly KnownHead[],
  heads: readonly KnownHead[],
): AuditFault {
  const at = fault.sequence!;
  if (!faultIsOfDetail || fault.kind !== 'entry-changed') return fault;
  if (agreeing.some(({ size }) => size > at)) return fault;
  return heads.some(({ size }) => size > at)
    ? {
        ...fault,
        kind: 'entry-replaced',
        message: `entry ${at} was replaced: it is not one that the keeper wrote`,
      }
    : {
        ...fault,
        kind: 'entry-added',
        message: `entry ${at} was added after the last checkpoint: the keeper didn't write it`,
      };
}

function rewritten(head: KnownHead, agreeing: readonly KnownHead[]): AuditFault {
  const good = agreeing.filter(({ size }) => size < head.size).at(-1)?.size ?? 0;
  return {
    kind: 'log-rewritten',
    sequence: good,
    message:
      `the first ${head.size} entries aren't those that ${head.from} covers: ` +
      (good === 0
        ? 'the log was rewritten'
        : `what stands between entry ${good} and entry ${head.size - 1} was rewritten`),
  };
}

/** Heads of more entries than there are. */
function tailFaults(
  heads: readonly KnownHead[],
  size: number,
  fault: AuditFault | null,
): readonly AuditFault[] {
  const largest = heads.at(-1);
  if (largest === undefined || largest.size <= size) return [];
  // Rows that are missing further up make the log shorter too.
  if (fault?.kind === 'entry-removed') return [];
  return [
    {
      kind: 'tail-cut',
      sequence: size,
      message: `entries from ${size} on were cut off: ${largest.from} covers ${largest.size}`,
    },
  ];
}

async function subtreeFaults(
  database: AuditDatabase,
  expected: readonly Subtree[],
): Promise<readonly AuditFault[]> {
  const levels = [...new Set(expected.map(({ level }) => level))];
  for (const level of levels) {
    const ofLevel = expected.filter((subtree) => subtree.level === level);
    for (let at = 0; at < ofLevel.length; at += SUBTREES_PER_PAGE) {
      const page = await database.subtreesFrom(level, at, SUBTREES_PER_PAGE);
      const stored = new Map(page.map(({ index, hash }) => [index, hash]));
      const wrong = ofLevel
        .slice(at, at + SUBTREES_PER_PAGE)
        .find(({ index, hash }) => stored.get(index)?.equals(hash) !== true);
      if (wrong === undefined) continue;
      const what = stored.has(wrong.index) ? 'was changed' : 'was removed';
      const { index } = wrong;
      const message = `hash ${index} of tile level ${level} ${what}; the entries are right`;
      return [{ kind: 'tile-changed', sequence: null, message }];
    }
  }
  return [];
}
