import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Until when it is known what became of a camera's stream. */
export interface LastKnown {
  readonly endedAt: Date;
  /** Of a gap; null: it was video. */
  readonly cause: string | null;
}

/** Null when the camera was never recorded, or all of it has expired. */
export async function lastKnownOfCamera(
  db: Kysely<Schema>,
  cameraId: string,
): Promise<LastKnown | null> {
  const { rows } = await sql<LastKnown>`
    (select ended_at, null as cause from segment
      where camera_id = ${cameraId} and exists (
        select from footage where footage.id = footage_id and origin = 'stream')
      order by started_at desc limit 1)
    union all
    (select ended_at, cause from gap
      where camera_id = ${cameraId} and footage_id is null
      order by started_at desc limit 1)
    order by ended_at desc limit 1`.execute(db);
  return rows[0] ?? null;
}
