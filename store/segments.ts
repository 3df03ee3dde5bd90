import type { Kysely } from 'kysely';
import type { ErrorCode } from '../pipeline/errors.ts';
import type { UtcDay } from '../pipeline/time/utc-day.ts';
import { findFootage, footageDays } from './footage.ts';
import type { NewSegment, Schema, Segment } from './schema.ts';

/** A row of a table that is partitioned by day. */
export interface DayRow {
  readonly id: string;
  readonly day: UtcDay;
}

/**
 * Adds the segment; one that is there stays as it is. Its day's partition must be there
 * (`ensureDays`).
 *
 * @returns the row as it is now
 */
export async function recordSegment(db: Kysely<Schema>, segment: NewSegment): Promise<Segment> {
  await db
    .insertInto('segment')
    .values(segment)
    .onConflict((conflict) => conflict.columns(['id', 'day']).doNothing())
    .execute();
  return db
    .selectFrom('segment')
    .selectAll()
    .where('id', '=', segment.id)
    .where('day', '=', segment.day)
    .executeTakeFirstOrThrow();
}

/** Null when there is none: never stored, or expired. */
export async function findSegment(
  db: Kysely<Schema>,
  { id, day }: DayRow,
): Promise<Segment | null> {
  const row = await db
    .selectFrom('segment')
    .selectAll()
    .where('id', '=', id)
    .where('day', '=', day)
    .executeTakeFirst();
  return row ?? null;
}

/** In order, from `fromSequence` on, `limit` at most; no such footage: none. */
export async function segmentsOfFootage(
  db: Kysely<Schema>,
  footageId: string,
  fromSequence = 0,
  limit?: number,
): Promise<readonly Segment[]> {
  const footage = await findFootage(db, footageId);
  if (footage === null) return [];
  const [firstDay, lastDay] = footageDays(footage);
  return db
    .selectFrom('segment')
    .selectAll()
    .where('footageId', '=', footageId)
    .where('day', '>=', firstDay)
    .where('day', '<=', lastDay)
    .where('sequence', '>=', fromSequence)
    .orderBy('sequence')
    .$if(limit !== undefined, (query) => query.limit(limit!))
    .execute();
}

/**
 * The facts of the segment are stored. One that has facts already keeps them: a late second run of the job
 * changes nothing, and takes its own away again.
 *
 * @returns false when nothing was changed
 */
export async function markDetected(
  db: Kysely<Schema>,
  { id, day }: DayRow,
  facts: Pick<Segment, 'factsKey' | 'factsTicket' | 'analysisFps' | 'isThinned'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('segment')
    .set({ ...facts, status: 'detected', failureCode: null })
    .where('id', '=', id)
    .where('day', '=', day)
    .where('status', 'not in', ['detected', 'tracked'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * The segment can't be processed; tracking records a gap in its place. One that is detected or
 * tracked stays so.
 *
 * @returns false when nothing was changed
 */
export async function markFailed(
  db: Kysely<Schema>,
  { id, day }: DayRow,
  failureCode: ErrorCode,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('segment')
    .set({ status: 'failed', failureCode })
    .where('id', '=', id)
    .where('day', '=', day)
    .where('status', 'in', ['stored', 'failed'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
