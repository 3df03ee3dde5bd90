import { sql, type Kysely } from 'kysely';
import { dayNumberOf, dayOfNumber, type UtcDay } from '../../pipeline/time/utc-day.ts';
import { saveGaps } from '../gaps.ts';
import { gapIdOf } from '../identity.ts';
import { ensureDays } from '../partitions.ts';
import type { Schema } from '../schema.ts';
import { closeOpenTracks } from '../tracks.ts';

/** How long the rows of expired segments wait for tracking to record them as a gap by itself. */
const PATIENCE_DAYS = 2;

export interface Unfinished {
  /** Their segments' rows stay for now. */
  readonly waitedFor: ReadonlySet<UtcDay>;
  /** Tracking has to go on over what expired. */
  readonly footageIds: readonly string[];
  /** Recorded here, where tracking didn't in time. */
  readonly gaps: number;
}

interface Waiting {
  readonly id: string;
  readonly day: UtcDay;
  readonly cameraId: string;
  readonly footageId: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/**
 * Footage whose segments expired before they were looked at and tracked: their video can't be opened
 * any more. Segments become failed ones, which tracking steps over with a gap; where no worker does so
 * within two days the gaps are written here and the footage is given up.
 *
 * @param cameraId of one camera that keeps less long, or null for all
 */
export async function settleUnfinished(
  db: Kysely<Schema>,
  firstKept: UtcDay,
  cameraId: string | null,
): Promise<Unfinished> {
  const { rows: waiting } = await sql<Waiting>`
    select segment.id, segment.day, segment.camera_id, footage_id, segment.started_at, ended_at
    from segment join footage on footage.id = segment.footage_id
    where segment.day < ${firstKept}::date and footage.status = 'importing'
      and segment.status <> 'tracked'
      and (${cameraId}::text is null or segment.camera_id = ${cameraId})
    order by footage_id, sequence`.execute(db);
  const givenUpBefore = dayOfNumber(dayNumberOf(firstKept) - PATIENCE_DAYS);
  const late = new Set(
    waiting.filter(({ day }) => day < givenUpBefore).map(({ footageId }) => footageId),
  );
  const patient = waiting.filter(({ footageId }) => !late.has(footageId));
  for (const { id, day } of patient) {
    await db
      .updateTable('segment')
      .set({ status: 'failed', failureCode: 'EXPIRED' })
      .where('id', '=', id)
      .where('day', '=', day)
      .where('status', '=', 'stored')
      .execute();
  }
  await giveUp(
    db,
    waiting.filter(({ footageId }) => late.has(footageId)),
  );
  return {
    waitedFor: new Set(patient.map(({ day }) => day)),
    footageIds: [...new Set(patient.map(({ footageId }) => footageId))],
    gaps: waiting.length - patient.length,
  };
}

async function giveUp(db: Kysely<Schema>, segments: readonly Waiting[]): Promise<void> {
  if (segments.length === 0) return;
  const gaps = segments.map(({ day, cameraId, footageId, startedAt, endedAt }) => ({
    ...{ id: gapIdOf(footageId, startedAt), day, cameraId, footageId, startedAt, endedAt },
    cause: 'EXPIRED',
  }));
  await ensureDays(
    db,
    gaps.map(({ day }) => day),
  );
  const footageIds = [...new Set(segments.map(({ footageId }) => footageId))];
  await db.transaction().execute(async (trx) => {
    await saveGaps(trx, gaps);
    for (const footageId of footageIds) await closeOpenTracks(trx, footageId);
    await trx.deleteFrom('trackerState').where('footageId', 'in', footageIds).execute();
    await trx
      .updateTable('footage')
      .set({ status: 'failed' })
      .where('id', 'in', footageIds)
      .execute();
  });
}
