import { WaysideError } from '../../pipeline/errors.ts';
import { NOTE_COSIGNATURE, parseVerifierKey } from '../client/log/signed-note.ts';
import type { AuditConfig } from './audit-config.ts';
import { openAuditDatabase } from './audit-database.ts';
import type { AuditKeys } from './audit-keys.ts';
import { openEntryLog, type EntryLog } from './entry-log.ts';
import { keepCheckpoints } from './checkpoint-keeping.ts';
import { readHeadFile, signedHead } from './head-file.ts';
import type { KnownHead } from './log-tree.ts';
import type { Witness } from './witness.ts';

/** The keeper's log with everything around it. */
export interface AuditLog extends Pick<EntryLog, 'append' | 'read' | 'head'> {
  /** Signs the last checkpoint. */
  close(): Promise<void>;
}

export interface AuditLogOptions {
  readonly databaseUrl: string;
  readonly keys: AuditKeys;
  readonly headFile: string;
  readonly config: AuditConfig;
  readonly nowMs: () => number;
}

/** Longest time between an entry and the checkpoint that covers it. */
const DEFAULT_CHECKPOINT_SECONDS = 30;
const RECHECK_EVERY_MS = 24 * 3_600_000;

/** Throws AUDIT_UNAVAILABLE, AUDIT_BROKEN, CONFIG_INVALID, USAGE. */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const { databaseUrl, keys, headFile, config, nowMs } = options;
  if (config.origin !== undefined && config.origin !== keys.verifier.name) {
    throw new WaysideError(
      'CONFIG_INVALID',
      `audit.origin is ${config.origin}, but this log is ${keys.verifier.name} and stays it`,
    );
  }
  const witness = witnessOf(config);
  const database = openAuditDatabase(databaseUrl);
  try {
    const heads: KnownHead[] = [];
    const kept = await readHeadFile(headFile, keys.verifier);
    if (kept !== null) heads.push(kept);
    const stored = await database.newestCheckpoint();
    if (stored !== null) {
      heads.push(signedHead(stored.note, keys.verifier, `checkpoint ${stored.size}`));
    }
    const log = await openEntryLog(database, keys, heads, nowMs);
    // Written to the file alone if the database was away when the keeper stopped.
    if (kept !== null) await database.addCheckpoint(kept);
    const checkpoints = keepCheckpoints({
      log,
      database,
      keys,
      headFile,
      everyMs: (config.checkpointSeconds ?? DEFAULT_CHECKPOINT_SECONDS) * 1_000,
      witness,
    });
    const rechecks = setInterval(() => {
      // What differs stops every later answer; a database that is away is asked again tomorrow.
      log
        .recheck()
        .then(
          ({ size }) => log.append({ action: 'audit-checked', size }),
          () => undefined,
        )
        .catch(() => undefined);
    }, RECHECK_EVERY_MS);
    rechecks.unref();
    return {
      append: (event) => log.append(event),
      read: (fromSequence, limit) => log.read(fromSequence, limit),
      head: () => log.head(),
      async close() {
        clearInterval(rechecks);
        await log.settled();
        try {
          await checkpoints.close();
        } finally {
          await database.close();
        }
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function witnessOf({ witnessUrl, witnessKey }: AuditConfig): Witness | null {
  if (witnessUrl === undefined && witnessKey === undefined) return null;
  if (witnessUrl === undefined || witnessKey === undefined) {
    throw new WaysideError('CONFIG_INVALID', 'audit.witnessUrl and audit.witnessKey go together');
  }
  const key = parseVerifierKey(witnessKey);
  if (key.type !== NOTE_COSIGNATURE) {
    throw new WaysideError('CONFIG_INVALID', 'audit.witnessKey is not that of a witness (type 4)');
  }
  return { url: witnessUrl.replace(/\/+$/, ''), key };
}
