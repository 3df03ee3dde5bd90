import { sql, type Kysely } from 'kysely';
import { DAY_MS, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { HOUR_MS } from '../../pipeline/track-search/tile-spans.ts';
import type { Schema } from '../schema.ts';
import { WHOLE_PICTURE } from '../track-counts/count-tracks.ts';

/** What is counted of one camera and zone in `[startMs, endMs)`. */
export interface CountedSpan {
  readonly cameraId: string;
  /** Empty: the whole picture. */
  readonly zone: string;
  readonly startMs: number;
  readonly endMs: number;
  /** As `packCounts` makes them. */
  readonly cells: Uint8Array;
}

export interface CountedPlaces {
  readonly cameraIds: readonly string[];
  /** Also the counts of each zone; else of whole pictures only. */
  readonly withZones: boolean;
}

/** Of whole UTC days, given by their starts; spans without tracks are left out. */
export async function readDayCounts(
  db: Kysely<Schema>,
  { cameraIds, withZones }: CountedPlaces,
  daysMs: readonly number[],
): Promise<CountedSpan[]> {
  if (daysMs.length === 0 || cameraIds.length === 0) return [];
  const { rows } = await sql<{ cameraId: string; zone: string; day: string; cells: Uint8Array }>`
    select camera_id as "cameraId", zone, day, cells from track_day_count
    where camera_id = any(${[...cameraIds]}::text[])
      and ${withZones ? sql`true` : sql`zone = ${WHOLE_PICTURE}`}
      and day = any(${daysMs.map(utcDayOf)}::date[])`.execute(db);
  return rows.map(({ day, ...row }) => {
    const startMs = Date.parse(`${day}T00:00:00Z`);
    return { ...row, startMs, endMs: startMs + DAY_MS };
  });
}

/** Of whole hours, given by their starts; spans without tracks are left out. */
export async function readHourCounts(
  db: Kysely<Schema>,
  { cameraIds, withZones }: CountedPlaces,
  hoursMs: readonly number[],
): Promise<CountedSpan[]> {
  if (hoursMs.length === 0 || cameraIds.length === 0) return [];
  const hours = hoursMs.map((ms) => new Date(ms).toISOString());
  const { rows } = await sql<{ cameraId: string; zone: string; hourAt: Date; cells: Uint8Array }>`
    select camera_id as "cameraId", zone, hour_at as "hourAt", cells from track_hour_count
    where camera_id = any(${[...cameraIds]}::text[])
      and ${withZones ? sql`true` : sql`zone = ''`}
      and hour_at = any(${hours}::timestamptz[])`.execute(db);
  return rows.map(({ hourAt, ...row }) => {
    const startMs = hourAt.getTime();
    return { ...row, startMs, endMs: startMs + HOUR_MS };
  });
}
