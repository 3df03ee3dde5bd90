import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** How far behind its recording detection of one camera is. */
export interface CameraLag {
  readonly cameraId: string;
  /** Age of the oldest video of its newest run that nobody looked at yet; 0: all was looked at. */
  readonly lagMs: number;
  /** Of all its runs, also of those that newest-first put off. */
  readonly waitingSegments: number;
  readonly waitingMs: number;
}

/**
 * Of each camera that has a stream or video waiting, by id. The level that is in force: `currentThinning`.
 * @throws {WaysideError} DATABASE_UNREACHABLE
 */
export async function lagOfCameras(
  db: Kysely<Schema>,
  nowMs: number,
): Promise<readonly CameraLag[]> {
  const { rows } = await sql<CameraLag>`
    with waiting as (
      select footage_id, min(started_at) as oldest_at, count(*) as segments,
        sum(ended_at - started_at) as length
      from segment where status = 'stored'
      group by footage_id
    ), runs as (
      select footage.camera_id, oldest_at, segments, length,
        row_number() over (
          partition by footage.camera_id order by generation desc, created_at desc
        ) as place
      from footage left join waiting on waiting.footage_id = footage.id
      where footage.status = 'importing' and footage.origin = 'stream'
    )
    select camera.id as camera_id,
      coalesce(greatest(0, extract(epoch from
        ${new Date(nowMs)}::timestamptz - max(oldest_at) filter (where place = 1)) * 1000), 0)::double precision as lag_ms,
      coalesce(sum(segments), 0)::integer as waiting_segments,
      coalesce(extract(epoch from sum(length)) * 1000, 0)::double precision as waiting_ms
    from camera left join runs on runs.camera_id = camera.id
    where camera.stream_address is not null or runs.segments > 0
    group by camera.id
    order by camera.id`.execute(db);
  return rows.map((row) => ({ ...row, lagMs: Math.round(row.lagMs) }));
}
