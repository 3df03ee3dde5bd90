import { sql, type Kysely } from 'kysely';
import { footageDays } from './footage.ts';
import type { Footage, Schema } from './schema.ts';

/** Segments that were never stored and won't be. */
export interface LostSegments {
  /** The first segment after them; as many as the footage has when there is none. */
  readonly nextSequence: number;
  /** The time that they showed; empty where the segments around them touch. */
  readonly startedAt: Date;
  readonly endedAt: Date;
}

interface Neighbours {
  readonly beforeEndedAt: Date | null;
  readonly nextSequence: number | null;
  readonly nextStartedAt: Date | null;
  readonly isLate: boolean;
}

/**
 * What is missing of the footage from `fromSequence` on, when nothing of it can be waited for any more:
 * a later segment, or the word that all are stored, has been there for `patienceMs`. Segments of one
 * footage are stored in order. Null: it may still come, or nothing is missing.
 */
export async function findLostSegments(
  db: Kysely<Schema>,
  footage: Footage,
  fromSequence: number,
  patienceMs: number,
): Promise<LostSegments | null> {
  const [firstDay, lastDay] = footageDays(footage);
  const { rows } = await sql<Neighbours>`
    select before.ended_at as "beforeEndedAt", next.sequence as "nextSequence",
      next.started_at as "nextStartedAt",
      coalesce(next.stored_at, before.stored_at, ${footage.createdAt}::timestamptz)
        < now() - ${patienceMs} * interval '1 millisecond' as "isLate"
    from (select) as one
    left join lateral (
      select ended_at, stored_at from segment
      where footage_id = ${footage.id} and day between ${firstDay}::date and ${lastDay}::date
        and sequence < ${fromSequence}
      order by sequence desc limit 1
    ) as before on true
    left join lateral (
      select sequence, started_at, stored_at from segment
      where footage_id = ${footage.id} and day between ${firstDay}::date and ${lastDay}::date
        and sequence >= ${fromSequence}
      order by sequence limit 1
    ) as next on true`.execute(db);
  const { beforeEndedAt, nextSequence, nextStartedAt, isLate } = rows[0]!;
  const next = nextSequence ?? footage.segmentsTotal;
  if (next === null || next <= fromSequence || !isLate) return null;
  const startedAt = beforeEndedAt ?? footage.startedAt;
  const endMs = (
    nextStartedAt ?? new Date(footage.startedAt.getTime() + footage.durationMs)
  ).getTime();
  return {
    nextSequence: next,
    startedAt,
    endedAt: new Date(Math.max(startedAt.getTime(), endMs)),
  };
}
