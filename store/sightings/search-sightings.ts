import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DayQuery } from '../../pipeline/search/sealed-read.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Schema, Sighting } from '../schema.ts';
import { filterConditions, type SightingFilter } from './sighting-filter.ts';

/** A sighting without its tokens: what the keeper needs to open it, and what is shown beside it. */
export type SightingCandidate = Omit<Sighting, 'skeletonToken' | 'partTokens'>;

export interface Candidates {
  /** Newest first. */
  readonly rows: readonly SightingCandidate[];
  /** True when there are more than the limit: the oldest are left out. */
  readonly truncated: boolean;
}

/**
 * The rows whose tokens answer the queries, one query a day. They are candidates: the keeper opens
 * them and compares. No queries: no rows.
 */
export async function searchSightings(
  db: Kysely<Schema>,
  queries: readonly DayQuery[],
  filter: SightingFilter,
  limit: number,
): Promise<Candidates> {
  const conditions = filterConditions(filter);
  const arms = queries.flatMap((query) => {
    const tokens = tokenCondition(query);
    return tokens === null ? [] : [arm(query.day, sql`and (${tokens}) ${conditions}`)];
  });
  return runArms(db, arms, limit);
}

/**
 * Every row of the days that meets the filter: for patterns that no token can help. Keep the span
 * narrow: all of them are opened.
 */
export async function scanSightings(
  db: Kysely<Schema>,
  days: readonly UtcDay[],
  filter: SightingFilter,
  limit: number,
): Promise<Candidates> {
  const conditions = filterConditions(filter);
  return runArms(
    db,
    days.map((day) => arm(day, conditions)),
    limit,
  );
}

/** Alternatives that each have an index; null when there are none, so no row can match. */
function tokenCondition(query: DayQuery): RawBuilder<unknown> | null {
  const alternatives: RawBuilder<unknown>[] = [];
  const [onlySkeleton, ...moreSkeletons] = query.skeletonAny;
  if (onlySkeleton !== undefined) {
    alternatives.push(
      moreSkeletons.length === 0
        ? sql`skeleton_token = ${onlySkeleton}::bigint`
        : sql`skeleton_token = any(${query.skeletonAny}::bigint[])`,
    );
  }
  if (query.partsAny.length > 0) {
    alternatives.push(sql`part_tokens && ${query.partsAny}::bigint[]`);
  }
  for (const all of query.partsAll) {
    // Every list contains the empty one: it would let every row through.
    if (all.length > 0) alternatives.push(sql`part_tokens @> ${all}::bigint[]`);
  }
  return alternatives.length === 0 ? null : sql.join(alternatives, sql` or `);
}

function arm(day: UtcDay, conditions: RawBuilder<unknown>): RawBuilder<unknown> {
  // The day is a literal so that the planner opens that day's partition only.
  return sql`select id, day, camera_id, track_id, segment_id, captured_at, confidence,
    object_class, colour, sealed from sighting where day = ${sql.lit(day)}::date ${conditions}`;
}

async function runArms(
  db: Kysely<Schema>,
  arms: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<Candidates> {
  if (arms.length === 0) return { rows: [], truncated: false };
  const { rows } = await sql<SightingCandidate>`
    ${sql.join(arms, sql` union all `)}
    order by captured_at desc, id limit ${limit + 1}`.execute(db);
  return { rows: rows.slice(0, limit), truncated: rows.length > limit };
}
