import { sql, type Kysely } from 'kysely';
import { dayNumberOf, dayOfNumber, type UtcDay } from '../../pipeline/time/utc-day.ts';
import { saveCamera } from '../../store/cameras.ts';
import { ensureDays } from '../../store/partitions.ts';
import type { Schema } from '../../store/schema.ts';
import { rebuildTrackCounts } from '../../store/track-counts/rebuild-track-counts.ts';

export interface TrackLoad {
  readonly rows: number;
  readonly cameras: number;
  /** Oldest first; the rows are spread over them evenly. */
  readonly days: readonly UtcDay[];
  /** 0…1 */
  readonly seed: number;
}

/** `count` days, the last of which is `lastDay`. */
export function daysUpTo(lastDay: UtcDay, count: number): UtcDay[] {
  const last = dayNumberOf(lastDay);
  return Array.from({ length: count }, (_, i) => dayOfNumber(last - count + 1 + i));
}

export function benchCameraId(number: number): string {
  return `camera-${String(number).padStart(2, '0')}`;
}

/** Of the cameras whose number is a multiple of this, the tracks have zones. */
const ZONED_CAMERA = 5;

/**
 * Fills the tables with made-up tracks: more of them by day than by night and on some cameras than on
 * others, mostly cars in the usual colours, on two main ways a camera, most with a plate. They lie in
 * order of time, as cameras would write them. Footage and segments aren't made.
 */
export async function loadTracks(db: Kysely<Schema>, load: TrackLoad): Promise<void> {
  for (let number = 1; number <= load.cameras; number++) {
    await saveCamera(db, {
      id: benchCameraId(number),
      region: 'eu',
      occasion: 'bench',
      latitude: 48 + number / 100,
      longitude: 16 + (number % 10) / 100,
    });
  }
  await ensureDays(db, load.days);
  for (const [i, day] of load.days.entries()) {
    const first = Math.round((load.rows * i) / load.days.length);
    const end = Math.round((load.rows * (i + 1)) / load.days.length);
    await loadDay(db, load, day, first, end - first);
  }
  await rebuildTrackCounts(db);
  // What autovacuum does in time by itself.
  await sql`vacuum analyze track, track_hour_count, track_day_count`.execute(db);
}

async function loadDay(
  db: Kysely<Schema>,
  { cameras, seed }: TrackLoad,
  day: UtcDay,
  offset: number,
  rows: number,
): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`select setseed(${seed})`.execute(connection);
    // Each random number once: a column that is named twice is computed once only when materialised.
    await sql`
      insert into track (id, day, camera_id, footage_id, segment_id, number, object_class, colour,
        colour_confidence, direction_deg, first_at, last_at, best_at,
        clock_source, crop_key, zones, has_plate)
      with dice as materialized (
        select n, random() as place, random() as moment, random() as class, random() as paint,
          random() as way, random() as turn, random() as stay, random() as plate, random() as lane
        from generate_series(1::bigint, ${rows}::bigint) n
      ), passing as materialized (
        select n, class, paint, turn, stay, plate, lane, way,
          1 + floor(${cameras} * power(place, 1.3))::integer as camera,
          ${`${day}T00:00:00Z`}::timestamptz
            + make_interval(secs => round((86399.999 * (moment - sin(2 * pi() * moment) / 8))::numeric, 3)::float8) as first_at
        from dice order by first_at
      )
      select md5(${`${day}/`} || n)::uuid, ${day}::date, 'camera-' || lpad(camera::text, 2, '0'),
        md5('footage' || camera || ${day})::uuid, md5('segment' || camera || first_at)::uuid,
        (${offset}::bigint + n)::integer,
        case when class < 0.72 then 'car' when class < 0.8 then 'truck' when class < 0.84 then 'bus'
          when class < 0.87 then 'motorcycle' when class < 0.91 then 'bicycle'
          when class < 0.97 then 'person' else 'unknown' end,
        case when class >= 0.87 or paint < 0.08 then 'unknown' when paint < 0.3 then 'white'
          when paint < 0.48 then 'black' when paint < 0.65 then 'grey' when paint < 0.76 then 'silver'
          when paint < 0.86 then 'blue' when paint < 0.93 then 'red' when paint < 0.95 then 'green'
          when paint < 0.97 then 'brown' when paint < 0.985 then 'yellow' else 'orange' end,
        0.8,
        case when way < 0.04 then null
          else ((camera * 37 + case when way < 0.5 then 0 when way < 0.96 then 180
            else 360 * turn end + 20 * turn)::numeric % 360)::real end,
        first_at, first_at + make_interval(secs => 1 + 12 * stay * stay),
        first_at + make_interval(secs => 0.5 + 6 * stay * stay),
        'given', 'crops/' || ${day} || '/' || md5(n::text),
        case when camera % ${ZONED_CAMERA} <> 0 then '{}'::text[]
          when lane < 0.5 then '{lane 1}'::text[] when lane < 0.9 then '{lane 2}'::text[]
          else '{lane 1,stop}'::text[] end,
        class < 0.87 and plate < 0.7
      from passing`.execute(connection);
  });
}
