import { sql, type Kysely, type Transaction } from 'kysely';
import { backlogMs, nextThinning, type Thinning } from '../../pipeline/live/thinning.ts';
import type { Schema } from '../schema.ts';
import { waitingVideo } from './waiting-video.ts';

/** What is in force for all workers, and the backlog that it was decided on. */
export interface ThinningInForce extends Thinning {
  readonly backlogMs: number;
}

const REVIEW_EVERY_MS = 2000;

interface ReadThinning extends ThinningInForce {
  readonly lookedAt: Date;
  readonly nowMs: number;
}

/** @throws {WaysideError} DATABASE_UNREACHABLE */
export async function currentThinning(db: Kysely<Schema>): Promise<ThinningInForce> {
  return inForce(await readThinning(db));
}

/**
 * What is in force; when nobody has looked for two seconds, decided anew on what waits by now. Any number of
 * processes may ask at any rate: one of them decides, and the others go by what was decided before.
 * @throws {WaysideError} DATABASE_UNREACHABLE
 */
export async function reviewThinning(db: Kysely<Schema>): Promise<ThinningInForce> {
  const seen = await readThinning(db);
  if (seen.nowMs - seen.lookedAt.getTime() < REVIEW_EVERY_MS) return inForce(seen);
  return db.transaction().execute(async (trx) => {
    const claimed = await trx
      .selectFrom('thinning')
      .select('lookedAt')
      .where('lookedAt', '=', seen.lookedAt)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    return claimed === undefined ? inForce(seen) : decide(trx, seen);
  });
}

async function decide(trx: Transaction<Schema>, seen: ReadThinning): Promise<ThinningInForce> {
  const backlog = backlogMs(await waitingVideo(trx, seen.generation));
  const next = nextThinning(seen, backlog, seen.nowMs);
  const { level, lowered, holdMs, generation, sinceMs, calmSinceMs } = next;
  await trx
    .updateTable('thinning')
    .set({
      ...{ level, lowered, holdMs, generation, backlogMs: backlog },
      since: new Date(sinceMs),
      calmSince: calmSinceMs === null ? null : new Date(calmSinceMs),
      lookedAt: new Date(seen.nowMs),
    })
    .execute();
  return { ...inForce(seen), ...next, backlogMs: backlog };
}

async function readThinning(db: Kysely<Schema>): Promise<ReadThinning> {
  const { since, calmSince, now, ...row } = await db
    .selectFrom('thinning')
    .select(['level', 'since', 'lowered', 'calmSince', 'holdMs', 'generation', 'backlogMs'])
    .select(['lookedAt', sql<Date>`clock_timestamp()`.as('now')])
    .executeTakeFirstOrThrow();
  return {
    ...row,
    sinceMs: since.getTime(),
    calmSinceMs: calmSince?.getTime() ?? null,
    nowMs: now.getTime(),
  };
}

function inForce({ lookedAt: _, nowMs: __, ...thinning }: ReadThinning): ThinningInForce {
  return thinning;
}
