import type { Kysely } from 'kysely';
import { daysBetween } from '../../pipeline/time/utc-day.ts';
import type { Schema, Segment } from '../schema.ts';

const DAY_MS = 86_400_000;

/** Stored video of the camera that lies at least partly in `[from, to)`, oldest first. */
export async function segmentsOfSpan(
  db: Kysely<Schema>,
  cameraId: string,
  from: Date,
  to: Date,
): Promise<readonly Segment[]> {
  // A segment is kept under the day it begins on, which may be the one before.
  const days = daysBetween(from.getTime() - DAY_MS, to.getTime());
  return db
    .selectFrom('segment')
    .selectAll()
    .where('cameraId', '=', cameraId)
    .where('day', 'in', days)
    .where('startedAt', '<', to)
    .where('endedAt', '>', from)
    .orderBy('startedAt')
    .orderBy('id')
    .execute();
}
