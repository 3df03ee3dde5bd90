import { sql, type Kysely } from 'kysely';
import { prepared } from './prepared-statements.ts';
import type { Gap, NewGap, Schema } from './schema.ts';

/** Adds the gaps; one that is there (same footage, same start) takes the new end and cause. */
export async function saveGaps(db: Kysely<Schema>, gaps: readonly NewGap[]): Promise<void> {
  if (gaps.length === 0) return;
  await db
    .insertInto('gap')
    .values(gaps)
    .onConflict((conflict) =>
      conflict.columns(['id', 'day']).doUpdateSet((eb) => ({
        endedAt: eb.ref('excluded.endedAt'),
        cause: eb.ref('excluded.cause'),
      })),
    )
    .execute();
}

/** In order of time. */
export async function gapsOfFootage(
  db: Kysely<Schema>,
  footageId: string,
): Promise<readonly Gap[]> {
  return db
    .selectFrom('gap')
    .selectAll()
    .where('footageId', '=', footageId)
    .orderBy('startedAt')
    .execute();
}

/** Gaps that touch `[from, until)`, oldest first; of all cameras when none is named. */
export async function gapsBetween(
  db: Kysely<Schema>,
  from: Date,
  until: Date,
  cameraIds: readonly string[] = [],
): Promise<readonly Gap[]> {
  const { rows } = await sql<Gap>`${prepared}
    select id, day, camera_id, footage_id, started_at, ended_at, cause from gap
    where started_at < ${until} and ended_at > ${from}
      and (${cameraIds.length === 0} or camera_id = any(${cameraIds}::text[]))
    order by started_at`.execute(db);
  return rows;
}
