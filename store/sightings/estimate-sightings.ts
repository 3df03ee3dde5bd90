import { sql, type Kysely } from 'kysely';
import { DAY_MS, dayNumberOf, daysBetween } from '../../pipeline/time/utc-day.ts';
import { partitionName } from '../partitions.ts';
import type { Schema } from '../schema.ts';
import { filterConditions } from './sighting-filter.ts';

export interface SightingSpan {
  readonly from: Date;
  readonly until: Date;
}

/** Days with more rows than this are not counted, but taken as the server last found them. */
const MOST_COUNTED = 20_000;

/**
 * About how many sightings there are in `[from, until)`, of all cameras: counting a month of millions
 * takes seconds. Small days are counted; of large ones it is what the server's statistics say, dealt out
 * evenly over the day. Says nothing of their plates.
 */
export async function estimateSightings(
  db: Kysely<Schema>,
  { from, until }: SightingSpan,
  mostCounted = MOST_COUNTED,
): Promise<number> {
  const days = daysBetween(from.getTime(), until.getTime());
  const names = new Map(days.map((day) => [partitionName('sighting', day), day]));
  const { rows } = await sql<{ name: string; rows: number }>`
    select relname as name, reltuples::float8 as rows
    from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'sighting'::regclass and relname = any(${[...names.keys()]}::text[])
      and reltuples > ${mostCounted}`.execute(db);
  let estimated = 0;
  for (const large of rows) {
    const startMs = dayNumberOf(names.get(large.name)!) * DAY_MS;
    const coveredMs =
      Math.min(until.getTime(), startMs + DAY_MS) - Math.max(from.getTime(), startMs);
    estimated += (large.rows * coveredMs) / DAY_MS;
    names.delete(large.name);
  }
  const counted = await sql<{ rows: bigint }>`
    select count(*) as rows from sighting
    where day = any(${[...names.values()]}::date[]) ${filterConditions({ from, until })}`.execute(
    db,
  );
  return Math.round(estimated) + Number(counted.rows[0]!.rows);
}
