import { sql, type Kysely } from 'kysely';
import type { Footage, Schema } from './schema.ts';
import type { DayRow } from './segments.ts';

export interface UnfinishedFootage {
  readonly footageId: string;
  /** The segment that tracking waits for. */
  readonly nextSequence: number;
  /** Null until all are stored. */
  readonly segmentsTotal: number | null;
}

/** What isn't tracked to its end, oldest first; a camera that is recorded has at least one. */
export async function unfinishedFootage(db: Kysely<Schema>): Promise<readonly UnfinishedFootage[]> {
  return db
    .selectFrom('footage')
    .leftJoin('trackerState', 'trackerState.footageId', 'footage.id')
    .select((eb) => [
      'footage.id as footageId',
      'segmentsTotal',
      eb.fn.coalesce('nextSequence', eb.lit(0)).as('nextSequence'),
    ])
    .where('status', '=', 'importing')
    .orderBy('createdAt')
    .execute();
}

export type UndetectedSegment = DayRow & Pick<Footage, 'origin' | 'generation'>;

/** Segments that nobody has looked at yet, those that go first first, `limit` at most. */
export async function undetectedSegments(
  db: Kysely<Schema>,
  limit: number,
): Promise<readonly UndetectedSegment[]> {
  return db
    .selectFrom('segment')
    .innerJoin('footage', 'footage.id', 'segment.footageId')
    .select(['segment.id', 'segment.day', 'origin', 'generation'])
    .where('segment.status', '=', 'stored')
    .where('footage.status', '=', 'importing')
    .orderBy('origin', 'desc')
    .orderBy('generation', 'desc')
    .orderBy('segment.storedAt')
    .limit(limit)
    .execute();
}

/** A newer run of its camera says that nobody goes on with it: the time is for what is on its way. */
const QUIET_BEFORE_NEWER_MS = 10 * 60_000;
/** A camera that comes back after so long begins a new run in any case. */
const QUIET_MS = 24 * 3_600_000;

/**
 * Ends runs of streams that nobody goes on with: the process that recorded them is gone, and its spool
 * with it. What is stored of them is all there will be.
 *
 * @returns the ids of their footage
 */
export async function endAbandonedRuns(db: Kysely<Schema>): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with run as (
      select footage.id, coalesce(last.sequence + 1, 0) as segments,
        coalesce(last.stored_at, footage.created_at) as news_at
      from footage left join lateral (
        select sequence, stored_at from segment
        where footage_id = footage.id
          and day between (footage.started_at at time zone 'utc')::date
            and (footage.started_at at time zone 'utc')::date + footage.duration_ms / 86400000 + 2
        order by sequence desc limit 1
      ) as last on true
      where status = 'importing' and origin = 'stream' and segments_total is null
    )
    update footage set segments_total = run.segments from run
    where footage.id = run.id and segments_total is null
      and news_at < now() - interval '1 millisecond' * case
        when exists (
          select from footage as newer
          where newer.camera_id = footage.camera_id and newer.origin = 'stream'
            and newer.started_at > footage.started_at
        ) then ${QUIET_BEFORE_NEWER_MS}::integer else ${QUIET_MS}::integer end
    returning footage.id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Takes a run up again that was ended though more of it comes: a spool that was thought lost is back.
 * Tracking goes on behind what it tracked, with nothing in view. One that wasn't ended stays as it is.
 */
export async function reopenRun(db: Kysely<Schema>, footageId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const run = await trx
      .selectFrom('footage')
      .select(['id', 'cameraId', 'status'])
      .where('id', '=', footageId)
      .where('origin', '=', 'stream')
      .where('segmentsTotal', 'is not', null)
      .where('status', 'in', ['importing', 'complete'])
      .forUpdate()
      .executeTakeFirst();
    if (run === undefined) return;
    await trx
      .updateTable('footage')
      .set({ status: 'importing', segmentsTotal: null })
      .where('id', '=', footageId)
      .execute();
    if (run.status === 'importing') return;
    const { next } = await trx
      .selectFrom('segment')
      .select(sql<number>`coalesce(max(sequence) + 1, 0)`.as('next'))
      .where('footageId', '=', footageId)
      .where('status', 'in', ['tracked', 'failed'])
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('trackerState')
      .values({ footageId, cameraId: run.cameraId, nextSequence: next, sealed: NOTHING_IN_VIEW })
      .execute();
  });
}

/** In place of a tracker's state. */
const NOTHING_IN_VIEW = new Uint8Array();
