import {
  isSignedBy,
  parseNote,
  parseSignatureLine,
  type NoteKey,
} from '../../client/log/signed-note.ts';
import type { AuditDatabase, StoredCheckpoint } from '../audit-database.ts';
import { signedHead } from '../head-file.ts';
import type { KnownHead } from '../log-tree.ts';
import type { AuditFault } from './audit-report.ts';

const CHECKPOINTS_PER_PAGE = 1_000;
const COSIGNATURES_AT_MOST = 1_000_000;

export interface CheckpointsRead {
  /** Those that the log's key signed, smallest first. */
  readonly heads: readonly KnownHead[];
  readonly count: number;
  readonly notes: ReadonlyMap<number, string>;
  readonly faults: readonly AuditFault[];
}

/** Every stored checkpoint whose signature and columns are right. Throws AUDIT_UNAVAILABLE. */
export async function readCheckpoints(
  database: AuditDatabase,
  key: NoteKey,
): Promise<CheckpointsRead> {
  const heads: KnownHead[] = [];
  const notes = new Map<number, string>();
  const faults: AuditFault[] = [];
  let last = -1;
  for (;;) {
    const page = await database.checkpointsAfter(last, CHECKPOINTS_PER_PAGE);
    for (const checkpoint of page) {
      last = checkpoint.size;
      notes.set(checkpoint.size, checkpoint.note);
      const head = headOf(checkpoint, key);
      if (head !== null) heads.push(head);
      else {
        faults.push({
          kind: 'checkpoint-changed',
          sequence: null,
          message: `the stored checkpoint of ${checkpoint.size} entries isn't as the log's key signed it`,
        });
      }
    }
    if (page.length < CHECKPOINTS_PER_PAGE) break;
  }
  return { heads, count: notes.size, notes, faults };
}

function headOf({ size, rootHash, note }: StoredCheckpoint, key: NoteKey): KnownHead | null {
  try {
    const head = signedHead(note, key, `the stored checkpoint of ${size} entries`);
    return head.size === size && head.rootHash.equals(rootHash) ? head : null;
  } catch {
    return null;
  }
}

/** Of the witness whose key is known; others are only counted. Throws AUDIT_UNAVAILABLE. */
export async function checkCosignatures(
  database: AuditDatabase,
  notes: ReadonlyMap<number, string>,
  witnessKey: NoteKey | null,
): Promise<{ readonly count: number; readonly faults: readonly AuditFault[] }> {
  const stored = await database.cosignatures(COSIGNATURES_AT_MOST);
  const wrong = stored.filter(({ size, witness, line }) => {
    if (witness !== witnessKey?.name) return false;
    const signature = parseSignatureLine(line.trimEnd());
    const text = parseNote(notes.get(size) ?? '')?.text;
    if (signature === null || text === undefined) return true;
    return !isSignedBy({ text, signatures: [signature] }, witnessKey);
  });
  const faults = wrong.map(({ size, witness }) => ({
    kind: 'cosignature-changed' as const,
    sequence: null,
    message: `the cosignature of ${witness} under the checkpoint of ${size} entries isn't by its key`,
  }));
  return { count: stored.length, faults };
}
