import { sql, type Kysely } from 'kysely';
import { addCounts, packCounts, type CellCounts } from '../../pipeline/track-search/cell-counts.ts';
import { DAY_MS, daysBetween, utcDayOf, type UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Schema } from '../schema.ts';
import { WHOLE_PICTURE } from './count-tracks.ts';
import { cellOfRow, TRAIT_COLUMNS, type TraitRow } from './counted-tracks.ts';

interface CountedRow extends TraitRow {
  readonly cameraId: string;
  readonly zone: string;
  readonly hourAt: Date;
  readonly tracks: bigint;
}

/** Counts all tracks anew, in place of the counts that are there. Nobody may write tracks meanwhile. */
export async function rebuildTrackCounts(db: Kysely<Schema>): Promise<void> {
  await sql`truncate track_hour_count, track_day_count`.execute(db);
  const { rows } = await sql<{ first: Date | null; last: Date | null }>`
    select min(first_at) as first, max(first_at) as last from track`.execute(db);
  const { first, last } = rows[0]!;
  if (first === null || last === null) return;
  for (const day of daysBetween(first.getTime(), last.getTime() + 1)) await countDay(db, day);
}

async function countDay(db: Kysely<Schema>, day: UtcDay): Promise<void> {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const { rows } = await sql<CountedRow>`
    select camera_id as "cameraId", zone, date_trunc('hour', first_at, 'UTC') as "hourAt",
      ${TRAIT_COLUMNS}, count(*) as tracks
    from track, unnest(array_append(zones, ${WHOLE_PICTURE})) as zone
    where day = ${day}::date
      and first_at >= ${new Date(startMs)} and first_at < ${new Date(startMs + DAY_MS)}
    group by 1, 2, 3, 4, 5, 6, 7`.execute(db);
  const hours = new Map<string, { row: CountedRow; counts: CellCounts }>();
  const days = new Map<string, { row: CountedRow; counts: CellCounts }>();
  const count = (into: typeof hours, key: string, row: CountedRow): void => {
    const added = new Map([[cellOfRow(row), Number(row.tracks)]]);
    into.set(key, { row, counts: addCounts(into.get(key)?.counts ?? new Map(), added) });
  };
  for (const row of rows) {
    count(hours, JSON.stringify([row.cameraId, row.zone, row.hourAt]), row);
    count(days, JSON.stringify([row.cameraId, row.zone]), row);
  }
  await insertAll([...hours.values()], (slice) =>
    db.insertInto('trackHourCount').values(
      slice.map(({ row: { cameraId, zone, hourAt }, counts }) => ({
        ...{ cameraId, zone, hourAt },
        cells: packCounts(counts),
      })),
    ),
  );
  await insertAll([...days.values()], (slice) =>
    db.insertInto('trackDayCount').values(
      slice.map(({ row: { cameraId, zone, hourAt }, counts }) => ({
        ...{ cameraId, zone, day: utcDayOf(hourAt.getTime()) },
        cells: packCounts(counts),
      })),
    ),
  );
}

const ROWS_PER_STATEMENT = 2_000;

async function insertAll<T>(
  rows: readonly T[],
  insert: (slice: readonly T[]) => { execute(): Promise<unknown> },
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await insert(rows.slice(start, start + ROWS_PER_STATEMENT)).execute();
  }
}
