import { sql, type Kysely } from 'kysely';
import type { ClockSource } from '../../pipeline/time/clock-source.ts';
import type { TraitFilter } from '../../pipeline/track-search/trait-filter.ts';
import type { Schema, TrackClass } from '../schema.ts';
import { fineCondition, traitCondition, zoneCondition, type FineFilter } from './track-filter.ts';
import { sliceTable, type TrackSlice } from './track-slices.ts';

export type TrackOrder = 'newest' | 'oldest';

/** A place in the list: what comes next lies beyond it. */
export interface TrackPosition {
  readonly atMs: number;
  /** Null: the moment itself, before any track that began then. */
  readonly id: string | null;
}

export interface ListedTrack {
  readonly id: string;
  readonly cameraId: string;
  readonly objectClass: TrackClass;
  readonly colour: string;
  readonly directionDeg: number | null;
  readonly zones: readonly string[];
  readonly hasPlate: boolean;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly clockSource: ClockSource;
  readonly isOpen: boolean;
  readonly cropKey: string | null;
}

export interface SliceQuestion {
  readonly traits: TraitFilter;
  readonly fine: FineFilter | null;
  /** Empty: the whole picture. */
  readonly zone: string;
  readonly order: TrackOrder;
  readonly after: TrackPosition | null;
  readonly limit: number;
}

/** The first `limit` tracks in the slices that pass, by when they began and by id. */
export async function listSlices(
  db: Kysely<Schema>,
  slices: readonly TrackSlice[],
  { traits, fine, zone, order, after, limit }: SliceQuestion,
): Promise<ListedTrack[]> {
  if (slices.length === 0) return [];
  const way = sql.raw(order === 'newest' ? 'desc' : 'asc');
  const { rows } = await sql<ListedTrack>`
    select found.* from ${sliceTable(slices)}
    cross join lateral (
      select id, camera_id as "cameraId", object_class as "objectClass", colour,
        direction_deg as "directionDeg", zones, has_plate as "hasPlate",
        first_at as "firstAt", last_at as "lastAt", clock_source as "clockSource",
        is_open as "isOpen", crop_key as "cropKey"
      from track
      where camera_id = slice.camera_id and day = slice.day
        and first_at >= start_at and first_at < end_at
        and ${traitCondition(traits)} and ${zoneCondition(zone)}
        and ${fine === null ? sql`true` : fineCondition(fine)}
        and ${beyond(after, order)}
      order by first_at ${way}, id ${way}
      limit ${limit}
    ) as found
    order by "firstAt" ${way}, id ${way}
    limit ${limit}`.execute(db);
  return rows;
}

function beyond(after: TrackPosition | null, order: TrackOrder) {
  if (after === null) return sql`true`;
  const at = new Date(after.atMs).toISOString();
  if (after.id === null) {
    return order === 'newest' ? sql`first_at < ${at}` : sql`first_at >= ${at}`;
  }
  return order === 'newest'
    ? sql`(first_at <= ${at} and (first_at, id) < (${at}, ${after.id}::uuid))`
    : sql`(first_at >= ${at} and (first_at, id) > (${at}, ${after.id}::uuid))`;
}
