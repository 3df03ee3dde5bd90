import { sql, type RawBuilder } from 'kysely';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';

/** Tracks of one camera that began in `[startMs, endMs)`, which is inside one UTC day. */
export interface TrackSlice {
  readonly cameraId: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The slices as a table `slice (camera_id, day, start_at, end_at)`. */
export function sliceTable(slices: readonly TrackSlice[]): RawBuilder<unknown> {
  return sql`unnest(
    ${slices.map(({ cameraId }) => cameraId)}::text[],
    ${slices.map(({ startMs }) => utcDayOf(startMs))}::date[],
    ${slices.map(({ startMs }) => new Date(startMs).toISOString())}::timestamptz[],
    ${slices.map(({ endMs }) => new Date(endMs).toISOString())}::timestamptz[]
  ) as slice (camera_id, day, start_at, end_at)`;
}
