import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DayQuery } from '../../pipeline/search/sealed-read.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import { hidden, prepared } from '../prepared-statements.ts';
import { existingDays, forgetDays, partitionName } from '../partitions.ts';
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
  const arms = new Map<UtcDay, RawBuilder<unknown>>();
  for (const query of queries) {
    const tokens = tokenCondition(query);
    if (tokens !== null) arms.set(query.day, arm(query.day, tokens));
  }
  return runArms(db, arms, filter, limit);
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
  const arms = new Map(days.map((day) => [day, arm(day, sql`true`)]));
  return runArms(db, arms, filter, limit);
}

/** One wrong character asks for about ten tokens a day, two for some 2,000. */
const MANY_TOKENS = 100;

/**
 * Alternatives that each have an index; null when there are none, so no row can match. Lists are one
 * parameter whatever their length, so that a statement is prepared once for all plates, and hidden, so
 * that it is planned once.
 */
function tokenCondition(query: DayQuery): RawBuilder<unknown> | null {
  const alternatives: RawBuilder<unknown>[] = [];
  const [onlySkeleton, ...moreSkeletons] = query.skeletonAny;
  if (onlySkeleton !== undefined) {
    alternatives.push(
      moreSkeletons.length === 0
        ? sql`skeleton_token = ${onlySkeleton}::bigint`
        : sql`skeleton_token = any(${hidden(query.skeletonAny, 'bigint')}::bigint[])`,
    );
  }
  if (query.partsAny.length > MANY_TOKENS) {
    // For a long list the planner reads the whole table rather than the index, row by row and token by
    // token: 3 s instead of 12 ms for 2,000 tokens on 20,000 rows. Looked up one by one it can't.
    alternatives.push(sql`id = any(array(
      select part.id from unnest(${query.partsAny}::bigint[]) as token
      join ${sql.id(partitionName('sighting', query.day))} as part
        on part.part_tokens @> array[token]))`);
  } else if (query.partsAny.length > 0) {
    alternatives.push(sql`part_tokens && ${hidden(query.partsAny, 'bigint')}`);
  }
  for (const all of query.partsAll) {
    // Every list contains the empty one: it would let every row through.
    if (all.length > 0) alternatives.push(sql`part_tokens @> ${hidden(all, 'bigint')}`);
  }
  return alternatives.length === 0 ? null : sql.join(alternatives, sql` or `);
}

/** Asks the day's own table: through the partitioned one, planning a month takes half as long again. */
function arm(day: UtcDay, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select id, day, camera_id, track_id, segment_id, captured_at, clock_source,
    confidence, object_class, colour, sealed from ${sql.id(partitionName('sighting', day))}
    where ${condition}`;
}

const UNDEFINED_TABLE = '42P01';

async function runArms(
  db: Kysely<Schema>,
  arms: ReadonlyMap<UtcDay, RawBuilder<unknown>>,
  filter: SightingFilter,
  limit: number,
): Promise<Candidates> {
  try {
    return await runExistingArms(db, arms, filter, limit);
  } catch (error) {
    if ((error as { code?: string }).code !== UNDEFINED_TABLE) throw error;
    // A day expired since it was last looked up.
    forgetDays(db);
    return runExistingArms(db, arms, filter, limit);
  }
}

async function runExistingArms(
  db: Kysely<Schema>,
  arms: ReadonlyMap<UtcDay, RawBuilder<unknown>>,
  filter: SightingFilter,
  limit: number,
): Promise<Candidates> {
  const existing = arms.size === 0 ? new Set() : await existingDays(db, [...arms.keys()]);
  const asked = [...arms].filter(([day]) => existing.has(day)).map(([, built]) => built);
  if (asked.length === 0) return { rows: [], truncated: false };
  const { rows } = await sql<SightingCandidate>`${prepared}
    select * from (${sql.join(asked, sql` union all `)}) candidate
    where true ${filterConditions(filter)}
    order by captured_at desc, id limit ${limit + 1}`.execute(db);
  return { rows: rows.slice(0, limit), truncated: rows.length > limit };
}
