import { setTimeout as delay } from 'node:timers/promises';
import { WaysideError } from '../../pipeline/errors.ts';
import { formatCheckpoint } from '../client/log/checkpoint.ts';
import { signNote } from '../client/log/signed-note.ts';
import type { AuditDatabase, StoredCheckpoint } from './audit-database.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { EntryLog } from './entry-log.ts';
import { writeHeadFile } from './head-file.ts';
import { haveCosigned, WitnessFailure, type Witness } from './witness.ts';

export interface CheckpointKeeping {
  /** Signs what there is and ends. */
  close(): Promise<void>;
}

export interface CheckpointKeepingOptions {
  readonly log: EntryLog;
  readonly database: AuditDatabase;
  readonly keys: AuditKeys;
  /** Holds the newest one: see `head-file.ts`. */
  readonly headFile: string;
  /** From the first entry that no checkpoint covers to the checkpoint. */
  readonly everyMs: number;
  readonly witness: Witness | null;
}

const WITNESS_AT_CLOSE_MS = 3_000;

/**
 * Signs a checkpoint at most `everyMs` after an entry was written. A witness is asked afterwards:
 * whether it answers holds nothing up, and is an entry when it changes.
 */
export function keepCheckpoints(options: CheckpointKeepingOptions): CheckpointKeeping {
  const { log, database, keys, headFile, everyMs, witness } = options;
  let signedSize = -1;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let asking: Promise<void> = Promise.resolve();
  let witnessAnswers = true;

  const write = async (): Promise<void> => {
    const { size, rootHash } = log.head();
    if (size === signedSize) return;
    const text = formatCheckpoint({ origin: keys.verifier.name, size, rootHash });
    const checkpoint = { size, rootHash, note: signNote(text, keys.verifier, keys.signing) };
    try {
      await database.addCheckpoint(checkpoint);
    } finally {
      await writeHeadFile(headFile, checkpoint.note);
    }
    signedSize = size;
    if (witness !== null) asking = asking.then(() => askWitness(witness, checkpoint));
  };

  const askWitness = async (asked: Witness, checkpoint: StoredCheckpoint): Promise<void> => {
    const { name } = asked.key;
    try {
      await haveCosigned(asked, database, checkpoint);
      if (witnessAnswers) return;
      witnessAnswers = true;
      await log.append({ action: 'witness-restored', witness: name, size: checkpoint.size });
    } catch (error) {
      const away = error instanceof WaysideError && error.code === 'AUDIT_UNAVAILABLE';
      if (away || !witnessAnswers) return;
      // Once, not with every checkpoint: each entry makes another one necessary.
      witnessAnswers = false;
      const reason = error instanceof WitnessFailure ? error.message : 'no proof could be made';
      await log
        .append({ action: 'witness-failed', witness: name, size: checkpoint.size, reason })
        .catch(() => undefined);
    }
  };

  const schedule = (): void => {
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      // The database is away: entries can't be written either, and the next try is due.
      working = working.then(write).catch(schedule);
    }, everyMs);
    timer.unref();
  };
  log.onGrown(schedule);

  return {
    async close() {
      if (timer !== null) clearTimeout(timer);
      await working;
      try {
        await write();
      } catch (error) {
        // The head file has it; the table gets it at the next start.
        if (!(error instanceof WaysideError) || error.code !== 'AUDIT_UNAVAILABLE') throw error;
      }
      await Promise.race([asking, delay(WITNESS_AT_CLOSE_MS, undefined, { ref: false })]);
    },
  };
}
