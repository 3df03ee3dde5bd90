import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** That this keeper is the one of its site that works. */
export interface SolePlace {
  /** Resolves when that is not sure any more: then it has to stop at once. */
  readonly lost: Promise<void>;
  /** Lets another one take over. */
  leave(): Promise<void>;
}

/** Any number that nothing else in the database locks on. */
const LOCK = '7296431004';
const ASK_EVERY_MS = 1_000;
const CHECK_EVERY_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** Shorter than the database takes to give up a connection, so that two never work at once. */
const ANSWER_WITHIN_MS = 5_000;
/** The database lets go of the lock of a machine that fell silent after 3 × 5 s. */
const SILENCE = '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2';

/**
 * Waits until no other keeper of this database holds the place, by an advisory lock of a connection
 * that stays open. A database that is away is waited for too. Null: it was told to stop before.
 *
 * @param onWaiting hears once that another one works, or that the database is away.
 */
export async function takeSolePlace(
  databaseUrl: string,
  { signal, onWaiting }: { readonly signal: AbortSignal; readonly onWaiting: () => void },
): Promise<SolePlace | null> {
  let told = false;
  while (!signal.aborted) {
    const place = await tryPlace(databaseUrl).catch(() => null);
    if (place !== null) return place;
    if (!told) onWaiting();
    told = true;
    await delay(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

/** Null: another keeper has it. Throws when the database can't be asked. */
async function tryPlace(databaseUrl: string): Promise<SolePlace | null> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_WITHIN_MS,
    application_name: 'wayside-keeper-place',
    keepAlive: true,
    options: SILENCE,
  });
  let isLost: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    isLost = resolve;
  });
  client.on('error', isLost);
  client.on('end', isLost);
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_catalog.pg_try_advisory_lock($1) as taken',
      [LOCK],
    );
    if (rows[0]?.taken !== true) {
      await client.end();
      return null;
    }
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
  // A cut cable breaks no connection by itself.
  const check = setInterval(() => {
    client.query('select 1').catch(isLost);
  }, CHECK_EVERY_MS);
  return {
    lost,
    async leave() {
      clearInterval(check);
      await client.end().catch(() => undefined);
    },
  };
}
