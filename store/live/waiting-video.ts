import { sql, type Kysely } from 'kysely';
import type { WaitingVideo } from '../../pipeline/live/thinning.ts';
import type { Schema } from '../schema.ts';

/**
 * What waits for detection of the runs of this generation that aren't finished, a row a camera; those of
 * which nothing waits too. A run lies within a UTC day, so a run costs a look at one partition.
 */
export async function waitingVideo(
  db: Kysely<Schema>,
  generation: number,
): Promise<readonly WaitingVideo[]> {
  const { rows } = await sql<WaitingVideo>`
    select coalesce(sum(waiting.total_ms), 0)::double precision as waiting_ms,
      coalesce(max(waiting.longest_ms), 0)::double precision as longest_segment_ms
    from footage
    cross join lateral (
      select sum(length_ms) as total_ms, max(length_ms) as longest_ms
      from (
        select extract(epoch from ended_at - started_at) * 1000 as length_ms
        from segment
        where footage_id = footage.id and status = 'stored'
          and day between (footage.started_at at time zone 'utc')::date
            and (footage.started_at at time zone 'utc')::date + 1
      ) as segments
    ) as waiting
    where footage.status = 'importing' and footage.origin = 'stream'
      and footage.generation = ${generation}
    group by footage.camera_id`.execute(db);
  return rows;
}
