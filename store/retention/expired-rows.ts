import { sql, type Kysely, type RawBuilder } from 'kysely';
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
  const held = kind === 'footage' ? await daysWithHeldFootage(db, firstKept) : [];
  const except = kind === 'footage' ? new Set([...waitedFor, ...held]) : new Set<UtcDay>();
  const days = (await daysOfTables(db)).filter((day) => day < firstKept && !except.has(day));
  const counts: Record<string, number> = {};
  for (const table of tables) {
    for (const day of days) {
      counts[table] = (counts[table] ?? 0) + (await rowsOfPartition(db, table, day));
    }
  }
  // Of these days the segments of held footage stay: without them it couldn't be made into a clip.
  for (const day of held.filter((one) => !waitedFor.has(one))) {
    counts.segment = (counts.segment ?? 0) + (await expireUnheldSegments(db, day, dryRun));
  }
  if (!dryRun) {
    await dropDaysBefore(db, firstKept, tables, except);
    if (kind === 'crops') await forgetCrops(db, firstKept, null);
  }
  return counts;
}

async function daysWithHeldFootage(
  db: Kysely<Schema>,
  firstKept: UtcDay,
): Promise<readonly UtcDay[]> {
  const { rows } = await sql<{ day: UtcDay }>`
    select distinct split_part(object_key, '/', 2) as day from held_object
    where object_key like 'footage/%' and split_part(object_key, '/', 2) < ${firstKept}
      and hold_id in (select id from legal_hold where status = 'active')`.execute(db);
  return rows.map(({ day }) => day);
}

async function expireUnheldSegments(
  db: Kysely<Schema>,
  day: UtcDay,
  dryRun: boolean,
): Promise<number> {
  const where = sql`from segment where day = ${day}::date and ${notHeld('segment')}`;
  return countOrDelete(db, where, dryRun);
}

/** Of segments only those go that no active hold keeps. */
function notHeld(table: PartitionedTable): RawBuilder<unknown> {
  if (table !== 'segment') return sql`true`;
  return sql`not exists (select from held_object
    where held_object.object_key = segment.object_key
      and hold_id in (select id from legal_hold where status = 'active'))`;
}

async function countOrDelete(
  db: Kysely<Schema>,
  where: RawBuilder<unknown>,
  dryRun: boolean,
): Promise<number> {
  if (!dryRun) return Number((await sql`delete ${where}`.execute(db)).numAffectedRows ?? 0n);
  const { rows } = await sql<{ rows: bigint }>`select count(*) as rows ${where}`.execute(db);
  return Number(rows[0]!.rows);
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
  const where = sql`from ${sql.id(table)}
    where camera_id = ${cameraId} and day = ${day}::date and ${notHeld(table)}`;
  return countOrDelete(db, where, dryRun);
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
  return countOrDelete(db, where, dryRun);
}

/**
 * Imports whose footage is gone, or never came: with them goes the file's name. An upload that one of
 * them still names is an orphan from then on.
 */
export async function expireImports(
  db: Kysely<Schema>,
  firstKept: UtcDay,
  dryRun: boolean,
): Promise<number> {
  const where = sql`from footage_import
    where created_at < ${firstKept}::date
      and not exists (select from footage where footage.id = footage_import.id)`;
  return countOrDelete(db, where, dryRun);
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
