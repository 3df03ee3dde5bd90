import { sql, type Kysely } from 'kysely';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import {
  daysOfTables,
  dropDaysBefore,
  partitionName,
  type PartitionedTable,
} from '../partitions.ts';
import type { Schema } from '../schema.ts';
import { dropTrackCountsBefore } from '../track-counts/drop-track-counts.ts';
import type { RetentionKind } from './retention-settings.ts';

/** Which retention each partitioned table follows; gaps say what coverage there was, as tracks do. */
export const TABLES_OF_KIND: Readonly<Record<RetentionKind, readonly PartitionedTable[]>> = {
  reads: ['sighting'],
  tracks: ['track', 'gap'],
  footage: ['segment'],
  crops: ['redaction'],
};

export type RowCounts = Readonly<Partial<Record<string, number>>>;

export interface RowsOptions {
  readonly dryRun: boolean;
  /** Days whose segments unfinished footage still waits for. */
  readonly waitedFor: ReadonlySet<UtcDay>;
}

/** Drops the kind's days before `firstKept`, of all cameras. */
export async function expireDays(
  db: Kysely<Schema>,
  kind: RetentionKind,
  firstKept: UtcDay,
  { dryRun, waitedFor }: RowsOptions,
): Promise<RowCounts> {
  const tables = TABLES_OF_KIND[kind];
  const except = kind === 'footage' ? waitedFor : new Set<UtcDay>();
  const days = (await daysOfTables(db)).filter((day) => day < firstKept && !except.has(day));
  const counts: Record<string, number> = {};
  for (const table of tables) {
    for (const day of days) {
      counts[table] = (counts[table] ?? 0) + (await rowsOfPartition(db, table, day));
    }
  }
  if (!dryRun) {
    await dropDaysBefore(db, firstKept, tables, except);
    if (kind === 'crops') await forgetCrops(db, firstKept, null);
  }
  return counts;
}

/** Deletes one camera's rows of the kind before `firstKept`. */
export async function expireOfCamera(
  db: Kysely<Schema>,
  kind: RetentionKind,
  cameraId: string,
  firstKept: UtcDay,
  { dryRun, waitedFor }: RowsOptions,
): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  // A day at a time: no statement takes long.
  const days = (await daysOfTables(db)).filter((day) => day < firstKept);
  for (const table of TABLES_OF_KIND[kind]) {
    counts[table] = 0;
    for (const day of days) {
      if (table === 'segment' && waitedFor.has(day)) continue;
      counts[table] += await expireOneDay(db, table, cameraId, day, dryRun);
    }
  }
  if (!dryRun && kind === 'tracks') await dropTrackCountsBefore(db, firstKept, cameraId);
  if (!dryRun && kind === 'crops') await forgetCrops(db, firstKept, cameraId);
  return counts;
}

async function expireOneDay(
  db: Kysely<Schema>,
  table: PartitionedTable,
  cameraId: string,
  day: UtcDay,
  dryRun: boolean,
): Promise<number> {
  const where = sql`from ${sql.id(table)} where camera_id = ${cameraId} and day = ${day}::date`;
  if (!dryRun) return Number((await sql`delete ${where}`.execute(db)).numAffectedRows ?? 0n);
  const { rows } = await sql<{ rows: bigint }>`select count(*) as rows ${where}`.execute(db);
  return Number(rows[0]!.rows);
}

/** Footage of which nothing is left. Its file's name and hash go too. */
export async function expireFootage(
  db: Kysely<Schema>,
  firstKept: UtcDay,
  dryRun: boolean,
): Promise<number> {
  const where = sql`from footage
    where status <> 'importing' and started_at < ${firstKept}::date
      and not exists (select from segment where segment.footage_id = footage.id)
      and not exists (select from track where track.footage_id = footage.id)
      and not exists (select from gap where gap.footage_id = footage.id)`;
  if (dryRun) {
    const { rows } = await sql<{ rows: bigint }>`select count(*) as rows ${where}`.execute(db);
    return Number(rows[0]!.rows);
  }
  const { numAffectedRows } = await sql`delete ${where}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Tracks that outlive their pictures name none. */
async function forgetCrops(
  db: Kysely<Schema>,
  firstKept: UtcDay,
  cameraId: string | null,
): Promise<void> {
  await db
    .updateTable('track')
    .set({ cropKey: null })
    .where('day', '<', firstKept)
    .where('cropKey', 'is not', null)
    .$if(cameraId !== null, (query) => query.where('cameraId', '=', cameraId!))
    .execute();
}

async function rowsOfPartition(
  db: Kysely<Schema>,
  table: PartitionedTable,
  day: UtcDay,
): Promise<number> {
  const name = partitionName(table, day);
  const { rows: found } = await sql<{ there: boolean }>`
    select to_regclass(${name}) is not null as there`.execute(db);
  if (found[0]?.there !== true) return 0;
  const { rows } = await sql<{ rows: bigint }>`
    select count(*) as rows from ${sql.id(name)}`.execute(db);
  return Number(rows[0]!.rows);
}
