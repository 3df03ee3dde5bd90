import pg from 'pg';
import { WaysideError } from '../../pipeline/errors.ts';
import type { NodeReader } from '../client/log/tree-proofs.ts';
import type { StoredAuditEntry } from './audit-entry.ts';

/** Root of the `index`-th complete subtree of 256^level leaves. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly rootHash: Buffer;
  /** Signed note. */
  readonly note: string;
}

/** The tables of the log, as the keeper reads and adds to them. All throw AUDIT_UNAVAILABLE. */
export interface AuditDatabase {
  /** All or nothing; false when another keeper has taken the first of the sequences. */
  addEntries(entries: readonly StoredAuditEntry[], subtrees: readonly Subtree[]): Promise<boolean>;
  /** Those that aren't there yet. */
  addSubtrees(subtrees: readonly Subtree[]): Promise<void>;
  countSubtrees(): Promise<number>;
  leavesFrom(sequence: number, limit: number): Promise<readonly Leaf[]>;
  /** In order. */
  entriesFrom(sequence: number, limit: number): Promise<readonly StoredAuditEntry[]>;
  /** One that is there stays as it is. */
  addCheckpoint(checkpoint: StoredCheckpoint): Promise<void>;
  newestCheckpoint(): Promise<StoredCheckpoint | null>;
  /** Above the size, smallest first. */
  checkpointsAfter(size: number, limit: number): Promise<readonly StoredCheckpoint[]>;
  /** From the index on, in order. */
  subtreesFrom(level: number, index: number, limit: number): Promise<readonly Subtree[]>;
  /** Newest first. */
  cosignatures(limit: number): Promise<readonly StoredCosignature[]>;
  addCosignature(size: number, witness: string, line: string): Promise<void>;
  /** Of the newest checkpoint that the witness signed; 0 for none. */
  cosignedSize(witness: string): Promise<number>;
  readonly readNodes: NodeReader;
  close(): Promise<void>;
}

export interface StoredCosignature {
  /** Of the checkpoint. */
  readonly size: number;
  readonly witness: string;
  /** Signature line of a note. */
  readonly line: string;
}

export type Leaf = Pick<StoredAuditEntry, 'sequence' | 'leafHash'>;

const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 15_000;
/** One appends; auditors and checkpoints read beside it. */
const CONNECTIONS = 3;
const UNIQUE_VIOLATION = '23505';
const UNDEFINED_TABLE = '42P01';

/**
 * Names are written out and the search path is empty: whoever may create things in the database can't
 * put a table or an operator of their own in the way. A commit is on disk before it is reported.
 */
const SESSION = '-c search_path=pg_catalog -c synchronous_commit=on';

export function openAuditDatabase(databaseUrl: string): AuditDatabase {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    application_name: 'wayside-keeper',
    options: SESSION,
  });
  // A connection that breaks while idle is made anew by the next query.
  pool.on('error', () => undefined);

  const query = async <R extends pg.QueryResultRow>(text: string, values: unknown[]) => {
    try {
      return (await pool.query<R>(text, values)).rows;
    } catch (error) {
      throw unavailable(error);
    }
  };

  return {
    async addEntries(entries, subtrees) {
      try {
        await pool.query(
          `with entry as (
             insert into public.audit_entry (sequence, recorded_at, leaf_hash, sealed_detail)
             select * from unnest($1::int8[], $2::timestamptz[], $3::bytea[], $4::bytea[])
           )
           insert into public.audit_subtree (level, index, hash)
           select * from unnest($5::int2[], $6::int8[], $7::bytea[])
           on conflict (level, index) do nothing`,
          [
            entries.map(({ sequence }) => sequence),
            entries.map(({ recordedAtMs }) => new Date(recordedAtMs)),
            entries.map(({ leafHash }) => leafHash),
            entries.map(({ sealedDetail }) => sealedDetail),
            ...columnsOf(subtrees),
          ],
        );
        return true;
      } catch (error) {
        if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
        throw unavailable(error);
      }
    },

    async addSubtrees(subtrees) {
      await query(
        `insert into public.audit_subtree (level, index, hash)
         select * from unnest($1::int2[], $2::int8[], $3::bytea[])
         on conflict (level, index) do nothing`,
        columnsOf(subtrees),
      );
    },

    async countSubtrees() {
      const rows = await query<{ n: string }>('select count(*) as n from public.audit_subtree', []);
      return Number(rows[0]!.n);
    },

    async leavesFrom(sequence, limit) {
      const rows = await query<{ sequence: string; leaf_hash: Buffer }>(
        `select sequence, leaf_hash from public.audit_entry
         where sequence >= $1 order by sequence limit $2`,
        [sequence, limit],
      );
      return rows.map((row) => ({ sequence: Number(row.sequence), leafHash: row.leaf_hash }));
    },

    async entriesFrom(sequence, limit) {
      const rows = await query<EntryRow>(
        `select sequence, recorded_at, leaf_hash, sealed_detail from public.audit_entry
         where sequence >= $1 order by sequence limit $2`,
        [sequence, limit],
      );
      return rows.map((row) => ({
        sequence: Number(row.sequence),
        recordedAtMs: row.recorded_at.getTime(),
        leafHash: row.leaf_hash,
        sealedDetail: row.sealed_detail,
      }));
    },

    async addCheckpoint({ size, rootHash, note }) {
      await query(
        `insert into public.audit_checkpoint (size, root_hash, note) values ($1, $2, $3)
         on conflict (size) do nothing`,
        [size, rootHash, note],
      );
    },

    async newestCheckpoint() {
      const [row] = await query<CheckpointRow>(
        `select size, root_hash, note from public.audit_checkpoint order by size desc limit 1`,
        [],
      );
      return row === undefined ? null : checkpointOf(row);
    },

    async checkpointsAfter(size, limit) {
      const rows = await query<CheckpointRow>(
        `select size, root_hash, note from public.audit_checkpoint
         where size > $1 order by size limit $2`,
        [size, limit],
      );
      return rows.map(checkpointOf);
    },

    async subtreesFrom(level, index, limit) {
      const rows = await query<{ index: string; hash: Buffer }>(
        `select index, hash from public.audit_subtree
         where level = $1 and index >= $2 order by index limit $3`,
        [level, index, limit],
      );
      return rows.map((row) => ({ level, index: Number(row.index), hash: row.hash }));
    },

    async cosignatures(limit) {
      const rows = await query<{ size: string; witness: string; line: string }>(
        `select size, witness, line from public.audit_cosignature order by size desc limit $1`,
        [limit],
      );
      return rows.map((row) => ({ ...row, size: Number(row.size) }));
    },

    async addCosignature(size, witness, line) {
      await query(
        `insert into public.audit_cosignature (size, witness, line) values ($1, $2, $3)
         on conflict (size, witness) do nothing`,
        [size, witness, line],
      );
    },

    async cosignedSize(witness) {
      const [row] = await query<{ size: string }>(
        `select size from public.audit_cosignature where witness = $1 order by size desc limit 1`,
        [witness],
      );
      return Number(row?.size ?? 0);
    },

    async readNodes(level, from, count) {
      const rows = await query<{ hash: Buffer }>(
        level === 0
          ? `select leaf_hash as hash from public.audit_entry
             where sequence >= $1 and sequence < $2 order by sequence`
          : `select hash from public.audit_subtree
             where index >= $1 and index < $2 and level = $3 order by index`,
        level === 0 ? [from, from + count] : [from, from + count, level],
      );
      if (rows.length < count) {
        throw new WaysideError(
          'AUDIT_BROKEN',
          `hashes ${from} on of tile level ${level} are gone`,
          {
            details: { level, index: from },
          },
        );
      }
      return rows.map(({ hash }) => hash);
    },

    close: () => pool.end(),
  };
}

interface EntryRow {
  readonly sequence: string;
  readonly recorded_at: Date;
  readonly leaf_hash: Buffer;
  readonly sealed_detail: Buffer;
}

interface CheckpointRow {
  readonly size: string;
  readonly root_hash: Buffer;
  readonly note: string;
}

function checkpointOf({ size, root_hash, note }: CheckpointRow): StoredCheckpoint {
  return { size: Number(size), rootHash: root_hash, note };
}

function columnsOf(subtrees: readonly Subtree[]): unknown[] {
  return [
    subtrees.map(({ level }) => level),
    subtrees.map(({ index }) => index),
    subtrees.map(({ hash }) => hash),
  ];
}

function unavailable(cause: unknown): WaysideError {
  const code = (cause as { code?: string }).code;
  const why = code === UNDEFINED_TABLE ? 'its tables are not there' : 'the database refuses';
  const away = code === undefined || code.startsWith('E') ? 'the database does not answer' : why;
  return new WaysideError('AUDIT_UNAVAILABLE', `the audit log can't be used: ${away}`, {
    details: { ...(code === undefined ? {} : { databaseCode: code }) },
    cause,
  });
}
