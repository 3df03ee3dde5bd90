import { sql, type Kysely } from 'kysely';
import type { ClockSource } from '../../pipeline/time/clock-source.ts';
import type { Schema } from '../schema.ts';
import type { CameraState } from '../schema/live.ts';
import type { CameraStatus } from '../schema/track-search.ts';

/**
 * Who records which camera. A lease lasts this long by the database's clock, and its holder renews it every
 * two seconds. When the database was away for longer than that, leases have run out and nobody knows whether
 * their holders live: `pipeline/live/expired-leases.ts` waits before one is taken.
 */
export const LEASE_MS = 8000;

export interface Lease {
  readonly cameraId: string;
  readonly status: CameraStatus;
  /** Null: nobody. */
  readonly holder: string | null;
  /** Its holder didn't renew it in time. */
  readonly isExpired: boolean;
}

/** What an ingest process says of a camera that it holds. */
export interface HeldCamera {
  readonly cameraId: string;
  readonly state: CameraState;
  /** Of `failing`: an error code. */
  readonly cause: string | null;
  readonly since: Date;
  readonly clockSource: ClockSource | null;
  readonly codec: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** Null: none since this process took the camera. */
  readonly lastSegmentAt: Date | null;
  /** Why its smaller stream isn't recorded with it: an error code; null: it is, or there is none. */
  readonly detectionCause: string | null;
}

/** Of those of the cameras that have a row; each has a lease from now on. */
export async function readLeases(
  db: Kysely<Schema>,
  cameraIds: readonly string[],
): Promise<readonly Lease[]> {
  if (cameraIds.length === 0) return [];
  await sql`
    insert into camera_state (camera_id, state, since)
    select id, 'stopped', now() from camera where id = any(${cameraIds}::text[])
      and not exists (select from camera_state where camera_id = id)
    on conflict do nothing`.execute(db);
  const { rows } = await sql<Lease>`
    select camera_id, status, holder, coalesce(held_until < now(), true) as is_expired
    from camera_state join camera on camera.id = camera_id
    where camera_id = any(${cameraIds}::text[])
    order by camera_id`.execute(db);
  return rows;
}

/** A camera that was taken, and what was said of it before. */
export interface TakenCamera {
  readonly cameraId: string;
  readonly stateBefore: CameraState;
}

/**
 * Takes up to `limit` of the cameras, as long as each is still held by whom it was seen with (null: nobody)
 * and not renewed since.
 */
export async function takeLeases(
  db: Kysely<Schema>,
  processId: string,
  seen: readonly Pick<Lease, 'cameraId' | 'holder'>[],
  limit: number,
): Promise<readonly TakenCamera[]> {
  if (seen.length === 0 || limit <= 0) return [];
  const { rows } = await sql<TakenCamera>`
    with seen as (
      select * from unnest(${seen.map(({ cameraId }) => cameraId)}::text[],
        ${seen.map(({ holder }) => holder)}::uuid[]) as row (id, by)
    ), free as (
      select camera_id, state from camera_state join seen on seen.id = camera_id
      where holder is not distinct from seen.by and coalesce(held_until < now(), true)
      order by camera_id
      limit ${limit} for update of camera_state skip locked
    )
    update camera_state set holder = ${processId},
      held_until = now() + interval '1 millisecond' * ${LEASE_MS}, updated_at = now()
    from free where camera_state.camera_id = free.camera_id
    returning camera_state.camera_id, free.state as state_before`.execute(db);
  return rows;
}

/**
 * Holds the cameras for as long again, and writes down what became of them.
 * @returns those that it still holds; another process took the others
 */
export async function renewLeases(
  db: Kysely<Schema>,
  processId: string,
  cameras: readonly HeldCamera[],
): Promise<ReadonlySet<string>> {
  if (cameras.length === 0) return new Set();
  const told = JSON.stringify(
    cameras.map((camera) => ({
      camera_id: camera.cameraId,
      state: camera.state,
      cause: camera.cause,
      since: camera.since,
      clock_source: camera.clockSource,
      codec: camera.codec,
      width_px: camera.widthPx,
      height_px: camera.heightPx,
      last_segment_at: camera.lastSegmentAt,
      detection_cause: camera.detectionCause,
    })),
  );
  const { rows } = await sql<{ cameraId: string }>`
    update camera_state set
      held_until = now() + interval '1 millisecond' * ${LEASE_MS}, updated_at = now(),
      state = told.state, cause = told.cause, since = told.since,
      detection_cause = told.detection_cause,
      clock_source = coalesce(told.clock_source, camera_state.clock_source),
      codec = coalesce(told.codec, camera_state.codec),
      width_px = coalesce(told.width_px, camera_state.width_px),
      height_px = coalesce(told.height_px, camera_state.height_px),
      last_segment_at = greatest(told.last_segment_at, camera_state.last_segment_at)
    from jsonb_to_recordset(${told}::jsonb) as told (
      camera_id text, state text, cause text, since timestamptz, clock_source text, codec text,
      width_px integer, height_px integer, last_segment_at timestamptz, detection_cause text)
    where camera_state.camera_id = told.camera_id and holder = ${processId}
    returning camera_state.camera_id`.execute(db);
  return new Set(rows.map(({ cameraId }) => cameraId));
}

/** Lets the camera go; others may take it at once. `stopped`: nobody is meant to record it any more. */
export async function releaseLease(
  db: Kysely<Schema>,
  processId: string,
  cameraId: string,
  { stopped }: { readonly stopped: boolean },
): Promise<void> {
  await db
    .updateTable('cameraState')
    .set({ holder: null, heldUntil: null, updatedAt: sql<Date>`now()` })
    .$if(stopped, (query) => query.set({ state: 'stopped', cause: null, since: sql<Date>`now()` }))
    .where('cameraId', '=', cameraId)
    .where('holder', '=', processId)
    .execute();
}
