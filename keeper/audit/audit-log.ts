import pg from 'pg';
import { WaysideError } from '../../pipeline/errors.ts';
import { makeAuditEntry, type AuditEvent, type StoredAuditEntry } from './audit-entry.ts';
import type { AuditKeys } from './audit-keys.ts';
import { appendLeaf, EMPTY_TREE, rootOf, type TreeFrontier } from '../client/log/merkle-tree.ts';

/**
 * The append-only log in table `audit_entry`: an RFC 6962 tree whose leaf of number `sequence` is the
 * row of that number. An entry is in the database before `append` returns.
 */
export interface AuditLog {
  /**
   * Gives the entry's sequence. Throws AUDIT_UNAVAILABLE, AUDIT_BROKEN: then the answer must not be
   * given.
   */
  append(event: AuditEvent): Promise<number>;
  /** In order; throws AUDIT_UNAVAILABLE. */
  read(fromSequence: number, limit: number): Promise<readonly StoredAuditEntry[]>;
  /** Of the entries this keeper knows of. */
  head(): { readonly size: number; readonly rootHash: Buffer };
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 15_000;
const LEAVES_PER_PAGE = 10_000;
/** Other keepers may append too; each retry means that one of them did. */
const MOST_ATTEMPTS = 20;

/** Reads the leaves that are there. Throws AUDIT_UNAVAILABLE, AUDIT_BROKEN. */
export async function openAuditLog(
  databaseUrl: string,
  keys: AuditKeys,
  nowMs: () => number,
): Promise<AuditLog> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    // One appends, one reads for auditors.
    max: 2,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    application_name: 'wayside-keeper',
  });
  // A connection that breaks while idle is made anew by the next query.
  pool.on('error', () => undefined);

  let tree: TreeFrontier;
  try {
    tree = await catchUp(pool, EMPTY_TREE);
  } catch (error) {
    await pool.end();
    throw databaseError(error);
  }

  const appendNow = async (event: AuditEvent) => {
    for (let attempt = 1; ; attempt++) {
      const entry = makeAuditEntry(keys, event, tree.size, nowMs());
      const { rowCount } = await pool.query(
        `insert into audit_entry (sequence, recorded_at, leaf_hash, sealed_detail)
         values ($1, $2, $3, $4) on conflict (sequence) do nothing`,
        [entry.sequence, new Date(entry.recordedAtMs), entry.leafHash, entry.sealedDetail],
      );
      if (rowCount === 1) {
        tree = appendLeaf(tree, entry.leafHash);
        return entry.sequence;
      }
      if (attempt === MOST_ATTEMPTS) {
        throw new WaysideError('AUDIT_UNAVAILABLE', 'the audit log is being written too fast');
      }
      tree = await catchUp(pool, tree);
    }
  };

  let turn: Promise<unknown> = Promise.resolve();
  return {
    append(event) {
      const appended = turn
        .then(() => appendNow(event))
        .catch((error: unknown) => {
          throw databaseError(error);
        });
      turn = appended.catch(() => undefined);
      return appended;
    },
    async read(fromSequence, limit) {
      try {
        const { rows } = await pool.query<AuditRow>(
          `select sequence, recorded_at, leaf_hash, sealed_detail from audit_entry
           where sequence >= $1 order by sequence limit $2`,
          [fromSequence, limit],
        );
        return rows.map((row) => ({
          sequence: Number(row.sequence),
          recordedAtMs: row.recorded_at.getTime(),
          leafHash: row.leaf_hash,
          sealedDetail: row.sealed_detail,
        }));
      } catch (error) {
        throw databaseError(error);
      }
    },
    head: () => ({ size: tree.size, rootHash: rootOf(tree) }),
    async close() {
      await turn;
      await pool.end();
    },
  };
}

interface AuditRow {
  readonly sequence: string;
  readonly recorded_at: Date;
  readonly leaf_hash: Buffer;
  readonly sealed_detail: Buffer;
}

/** The tree with the entries that others wrote since. */
async function catchUp(pool: pg.Pool, known: TreeFrontier): Promise<TreeFrontier> {
  let tree = known;
  for (;;) {
    const { rows } = await pool.query<{ sequence: string; leaf_hash: Buffer }>(
      `select sequence, leaf_hash from audit_entry where sequence >= $1 order by sequence limit $2`,
      [tree.size, LEAVES_PER_PAGE],
    );
    for (const row of rows) {
      if (Number(row.sequence) !== tree.size) {
        throw new WaysideError('AUDIT_BROKEN', `audit entry ${tree.size} is missing`, {
          details: { sequence: tree.size },
        });
      }
      tree = appendLeaf(tree, row.leaf_hash);
    }
    if (rows.length < LEAVES_PER_PAGE) return tree;
  }
}

function databaseError(cause: unknown): WaysideError {
  if (cause instanceof WaysideError) return cause;
  const code = (cause as { code?: string }).code;
  const why = code === '42P01' ? 'table audit_entry is not there' : 'the database does not answer';
  return new WaysideError('AUDIT_UNAVAILABLE', `the audit log can't be written: ${why}`, {
    details: { ...(code === undefined ? {} : { databaseCode: code }) },
    cause,
  });
}
