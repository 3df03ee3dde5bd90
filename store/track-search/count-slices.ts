import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { CELL_COLUMN } from '../track-counts/counted-tracks.ts';
import { fineCondition, type FineFilter } from './track-filter.ts';
import { sliceTable, type TrackSlice } from './track-slices.ts';

/** Rows of one cell, counted one by one. */
export interface CountedRows {
  readonly cameraId: string;
  /** Empty: the whole picture. */
  readonly zone: string;
  /** Start of the hour. */
  readonly hourMs: number;
  readonly cell: number;
  readonly tracks: number;
  /** Those of them that pass the fine filter too. */
  readonly fine: number;
}

/**
 * Counts the rows in the slices. Reads each of them: keep them few.
 * @param withZones counts those of each zone too, beside the whole picture
 */
export async function countSlices(
  db: Kysely<Schema>,
  slices: readonly TrackSlice[],
  { fine, withZones }: { readonly fine: FineFilter | null; readonly withZones: boolean },
): Promise<CountedRows[]> {
  if (slices.length === 0) return [];
  const zones = withZones ? sql`unnest(array_append(track.zones, ''))` : sql`(select '')`;
  // One row an hour comes back rather than one a cell: there may be thousands of those.
  const { rows } = await sql<{ cameraId: string; zone: string; hourAt: Date; cells: string }>`
    with counted as (
      select track.camera_id, zone, date_trunc('hour', first_at, 'UTC') as hour_at,
        ${CELL_COLUMN} as cell, count(*) as tracks,
        count(*) filter (where ${fine === null ? sql`true` : fineCondition(fine)}) as fine
      from ${sliceTable(slices)}
      join track on track.camera_id = slice.camera_id and track.day = slice.day
        and first_at >= start_at and first_at < end_at
      cross join lateral ${zones} as zones (zone)
      group by 1, 2, 3, 4
    )
    select camera_id as "cameraId", zone, hour_at as "hourAt",
      string_agg(concat_ws(' ', cell, tracks, fine), ',') as cells
    from counted group by 1, 2, 3`.execute(db);
  return rows.flatMap(({ cameraId, zone, hourAt, cells }) =>
    cells.split(',').map((text) => {
      const [cell, tracks, passing] = text.split(' ').map(Number);
      if (passing === undefined) throw new RangeError('a track of a kind that is not known');
      return {
        ...{ cameraId, zone, hourMs: hourAt.getTime() },
        ...{ cell: cell!, tracks: tracks!, fine: passing },
      };
    }),
  );
}
