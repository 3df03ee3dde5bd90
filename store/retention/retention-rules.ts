import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { RetentionRule } from '../schema/retention.ts';
import type { RetentionKind } from './retention-settings.ts';

/** Days of the kinds that a camera keeps less long than the site; kinds left out follow the site. */
export type CameraDays = Readonly<Partial<Record<RetentionKind, number>>>;

/** Of one camera; no rule: nothing shorter. */
export async function retentionOfCamera(db: Kysely<Schema>, cameraId: string): Promise<CameraDays> {
  const rule = await db
    .selectFrom('retentionRule')
    .selectAll()
    .where('cameraId', '=', cameraId)
    .executeTakeFirst();
  return rule === undefined ? {} : daysOf(rule);
}

/** By camera. */
export async function listRetentionRules(db: Kysely<Schema>): Promise<readonly RetentionRule[]> {
  return db.selectFrom('retentionRule').selectAll().orderBy('cameraId').execute();
}

/** Replaces the camera's rule; without any days it is removed. */
export async function saveRetentionRule(
  db: Kysely<Schema>,
  cameraId: string,
  days: CameraDays,
  changed: { readonly by: string; readonly at: Date },
): Promise<void> {
  if (Object.keys(days).length === 0) {
    await db.deleteFrom('retentionRule').where('cameraId', '=', cameraId).execute();
    return;
  }
  const columns = {
    readsDays: days.reads ?? null,
    tracksDays: days.tracks ?? null,
    footageDays: days.footage ?? null,
    cropsDays: days.crops ?? null,
    changedBy: changed.by,
    changedAt: changed.at,
  };
  await db
    .insertInto('retentionRule')
    .values({ cameraId, ...columns })
    .onConflict((conflict) => conflict.column('cameraId').doUpdateSet(columns))
    .execute();
}

export function daysOf(rule: RetentionRule): CameraDays {
  const { readsDays, tracksDays, footageDays, cropsDays } = rule;
  return {
    ...(readsDays === null ? {} : { reads: readsDays }),
    ...(tracksDays === null ? {} : { tracks: tracksDays }),
    ...(footageDays === null ? {} : { footage: footageDays }),
    ...(cropsDays === null ? {} : { crops: cropsDays }),
  };
}
