import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { sql, type Kysely } from 'kysely';
import type { Schema } from '../../../store/schema.ts';
import type { FaultSite } from './fault-site.ts';

/** Something done at a moment that must not pass meanwhile. */
type AtMoment = () => void | Promise<void>;

const WITHIN_MS = 60_000;

/** A worker is opening a segment: the file for the clear video is there. */
export async function whileOpening({ house, workers }: FaultSite, act: AtMoment): Promise<void> {
  const folderOf = (pid: number): string =>
    join(house.config.services.scratchFolder, `process-${pid}`);
  await until(async () => {
    const names = await Promise.all(
      workers.pids.map((pid) => readdir(folderOf(pid), { recursive: true }).catch(() => [])),
    );
    return names.flat().some((name) => name.endsWith('/segment'));
  }, 2);
  await act();
}

/** A worker is decoding a segment and looking at it. */
export async function whileDetecting({ workers }: FaultSite, act: AtMoment): Promise<void> {
  await until(async () => {
    const children = await Promise.all(workers.pids.map(namesOfChildren));
    return children.flat().includes('ffmpeg');
  }, 2);
  await sleep(100);
  await act();
}

/** A worker has stored facts, and its row doesn't name them yet. */
export async function betweenFactsAndRow(site: FaultSite, act: AtMoment): Promise<void> {
  await beingLookedAt(site.db);
  await holding(site.db, 'segment', async () => {
    await blocked(site.db, 'wayside worker', '"facts_key"');
    await act();
  });
}

/** A worker is writing tracks; nothing of that is there before all is. */
export async function whileTracking(site: FaultSite, act: AtMoment): Promise<void> {
  await holding(site.db, 'tracker_state', async () => {
    await blocked(site.db, 'wayside worker', '"tracker_state"');
    await act();
  });
}

/** A segment's row says that it is looked at, and no job asks for what comes next. Jobs on Redis. */
export async function betweenRowAndQueue(site: FaultSite, act: AtMoment): Promise<void> {
  const redis = new Redis(site.jobsUrl);
  try {
    await beingLookedAt(site.db);
    await holding(site.db, 'segment', async () => {
      await blocked(site.db, 'wayside worker', '"facts_key"');
      await redis.call('CLIENT', 'PAUSE', WITHIN_MS, 'WRITE');
    });
    await until(async () => {
      const detected = await site.db
        .selectFrom('segment')
        .select('id')
        .where('status', '=', 'detected')
        .execute();
      return detected.length > 0;
    }, 5);
    await act();
  } finally {
    await redis.call('CLIENT', 'UNPAUSE');
    redis.disconnect();
  }
}

/** Ingest has stored a piece of video, and there is no row of it yet. */
export async function betweenVideoAndRow(site: FaultSite, act: AtMoment): Promise<void> {
  await holding(site.db, 'segment', async () => {
    await blocked(site.db, 'wayside ingest', 'insert into "segment"');
    await act();
  });
}

/** Ingest is having a piece of video sealed, which lies in its spool in clear. */
export async function whileSealing(site: FaultSite, act: AtMoment): Promise<void> {
  const { pid } = site.house.keeper;
  process.kill(pid!, 'SIGSTOP');
  try {
    await until(async () => {
      const names = await readdir(site.spoolFolder, { recursive: true });
      return names.some((name) => name.endsWith('.clear'));
    }, 20);
    await act();
  } finally {
    process.kill(pid!, 'SIGCONT');
  }
}

/** Resolves when a segment was stored just now: once its table is held, no other comes to be looked at. */
async function beingLookedAt(db: Kysely<Schema>): Promise<void> {
  await until(async () => {
    const { rows } = await sql`
      select from segment where status = 'stored' and stored_at > now() - interval '200 ms'`.execute(
      db,
    );
    return rows.length > 0;
  }, 5);
}

/** Nobody writes into the table meanwhile. */
async function holding(
  db: Kysely<Schema>,
  table: string,
  meanwhile: () => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`lock table ${sql.table(table)} in share mode`.execute(trx);
    await meanwhile();
  });
}

/** Resolves when such a statement waits for a lock. */
async function blocked(db: Kysely<Schema>, applicationName: string, part: string): Promise<void> {
  await until(async () => {
    const { rows } = await sql`
      select from pg_stat_activity where application_name = ${applicationName}
        and wait_event_type = 'Lock' and position(${part} in query) > 0`.execute(db);
    return rows.length > 0;
  }, 5);
}

async function namesOfChildren(pid: number): Promise<readonly string[]> {
  const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  const pids = (await read(`/proc/${pid}/task/${pid}/children`)).split(' ').filter(Boolean);
  return Promise.all(pids.map(async (child) => (await read(`/proc/${child}/comm`)).trim()));
}

/** @throws Error when it doesn't come about in a minute */
async function until(isSo: () => Promise<boolean>, everyMs: number): Promise<void> {
  const untilMs = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > untilMs) throw new Error('the moment did not come');
    await sleep(everyMs);
  }
}
