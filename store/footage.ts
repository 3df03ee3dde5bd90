import { sql, type Kysely } from 'kysely';
import { DAY_MS, utcDayOf, type UtcDay } from '../pipeline/time/utc-day.ts';
import type { Footage, FootageStatus, NewFootage, Schema, SegmentStatus } from './schema.ts';

/**
 * Adds the footage. When it is there already the row stays as it is: an import that runs again keeps
 * the start time and clock source of the first.
 *
 * @returns the row as it is now
 */
export async function recordFootage(db: Kysely<Schema>, footage: NewFootage): Promise<Footage> {
  await db
    .insertInto('footage')
    .values(footage)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return db
    .selectFrom('footage')
    .selectAll()
    .where('id', '=', footage.id)
    .executeTakeFirstOrThrow();
}

/** Null when there is none. */
export async function findFootage(db: Kysely<Schema>, id: string): Promise<Footage | null> {
  const row = await db.selectFrom('footage').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** The whole file is split: how many segments there are. */
export async function setSegmentsTotal(
  db: Kysely<Schema>,
  id: string,
  segmentsTotal: number,
): Promise<void> {
  await db.updateTable('footage').set({ segmentsTotal }).where('id', '=', id).execute();
}

export async function setFootageStatus(
  db: Kysely<Schema>,
  id: string,
  status: FootageStatus,
): Promise<void> {
  await db.updateTable('footage').set({ status }).where('id', '=', id).execute();
}

export interface FootageProgress {
  readonly status: FootageStatus;
  /** Null until the whole file is split. */
  readonly segmentsTotal: number | null;
  /** How many segments are in each state now; their sum is how many are stored so far. */
  readonly segments: Readonly<Record<SegmentStatus, number>>;
  readonly tracks: number;
  /** Tracks with a plate. */
  readonly sightings: number;
  readonly gaps: number;
}

/** Null when there is no such footage. */
export async function footageProgress(
  db: Kysely<Schema>,
  id: string,
): Promise<FootageProgress | null> {
  const footage = await findFootage(db, id);
  if (footage === null) return null;
  const [firstDay, lastDay] = footageDays(footage);
  const { rows } = await sql<{ kind: string; rows: bigint }>`
    select status as kind, count(*) as rows from segment
      where footage_id = ${id} and day between ${firstDay}::date and ${lastDay}::date
      group by status
    union all
    select 'track', count(*) from track
      where footage_id = ${id} and day between ${firstDay}::date and ${lastDay}::date
    union all
    select 'gap', count(*) from gap
      where footage_id = ${id} and day between ${firstDay}::date and ${lastDay}::date
    union all
    select 'sighting', count(*) from track
      join sighting on sighting.track_id = track.id
      where footage_id = ${id}
        and track.day between ${firstDay}::date and ${lastDay}::date
        and sighting.day between ${firstDay}::date and ${lastDay}::date`.execute(db);
  const count = (kind: string): number => Number(rows.find((row) => row.kind === kind)?.rows ?? 0n);
  return {
    status: footage.status,
    segmentsTotal: footage.segmentsTotal,
    segments: {
      stored: count('stored'),
      detected: count('detected'),
      tracked: count('tracked'),
      failed: count('failed'),
    },
    tracks: count('track'),
    sightings: count('sighting'),
    gaps: count('gap'),
  };
}

/** First and last day that rows of the footage may have. */
export function footageDays(footage: Footage): readonly [UtcDay, UtcDay] {
  const startMs = footage.startedAt.getTime();
  // A container's duration may fall short of its last frame: a day of slack costs nothing.
  return [utcDayOf(startMs), utcDayOf(startMs + footage.durationMs + DAY_MS)];
}
