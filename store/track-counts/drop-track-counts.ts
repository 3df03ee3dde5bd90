import type { Kysely } from 'kysely';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Schema } from '../schema.ts';

/** Removes the counts of the days before `firstKept`; of one camera, or of all. */
export async function dropTrackCountsBefore(
  db: Kysely<Schema>,
  firstKept: UtcDay,
  cameraId?: string,
): Promise<void> {
  await db
    .deleteFrom('trackHourCount')
    .where('hourAt', '<', new Date(`${firstKept}T00:00:00Z`))
    .$if(cameraId !== undefined, (query) => query.where('cameraId', '=', cameraId!))
    .execute();
  await db
    .deleteFrom('trackDayCount')
    .where('day', '<', firstKept)
    .$if(cameraId !== undefined, (query) => query.where('cameraId', '=', cameraId!))
    .execute();
}
