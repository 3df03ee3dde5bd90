import { availableParallelism } from 'node:os';
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { WaysideError } from '../pipeline/errors.ts';
import { databaseAddress, translateDatabaseError } from './database-error.ts';
import { asStatement, isFull } from './prepared-statements.ts';
import type { Schema } from './schema.ts';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/name` */
  readonly url: string;
  /** Connections at most; by default two a core of this machine, 4 to 8. */
  readonly poolSize?: number;
  /** A statement that takes longer is ended by the server; 30 s by default. */
  readonly statementTimeoutMs?: number;
  /** Shown by the server beside the connection. */
  readonly applicationName?: string;
}

export interface Database {
  readonly kysely: Kysely<Schema>;
  /** `host:port/name`, without the password. */
  readonly address: string;
  close(): Promise<void>;
}

const OID_BIGINT_ARRAY = 1016;

type TextParser = (text: string) => unknown;

const OWN_PARSERS: ReadonlyMap<number, TextParser> = new Map<number, TextParser>([
  [pg.types.builtins.INT8, BigInt],
  [pg.types.builtins.DATE, (text: string) => text],
  [OID_BIGINT_ARRAY, parseBigintArray],
]);

/**
 * Opens a pool; connects on the first statement. Statements fail with DATABASE_UNREACHABLE while
 * the server is away and work again once it is back: broken connections leave the pool.
 *
 * @throws {WaysideError} CONFIG_INVALID when the URL isn't one
 */
export function openDatabase(options: DatabaseOptions): Database {
  const address = databaseAddress(options.url);
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? defaultPoolSize(),
    connectionTimeoutMillis: 10_000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    // A transaction whose process hangs must not hold a camera's lock for ever.
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    application_name: options.applicationName ?? 'wayside',
    types: { getTypeParser },
  });
  // An idle connection that breaks raises here; the pool drops it, and the next statement tells.
  pool.on('error', () => undefined);

  const kysely = new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: {
        connect: () => connect(pool, address),
        end: () => pool.end(),
      },
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return { kysely, address, close: () => kysely.destroy() };
}

/**
 * More connections than there are cores to serve them take turns in the server, each with plans and
 * caches of its own to warm. On two cores 32 searching clients got 670 answers a second with 4.
 */
function defaultPoolSize(): number {
  return Math.min(8, Math.max(4, 2 * availableParallelism()));
}

async function connect(pool: pg.Pool, address: string): Promise<PostgresPoolClient> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw translateDatabaseError(error, address);
  }
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  const query = async (text: string, values: unknown[] = []): Promise<unknown> => {
    try {
      return await client.query(asStatement(client, text, values));
    } catch (error) {
      const translated = translateDatabaseError(error, address);
      // The connection may learn of its end after the statement did: it must not go back to the pool.
      if (isUnreachable(translated)) broken ??= translated;
      throw translated;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: () => {
      client.off('error', onError);
      client.release(broken ?? isFull(client));
    },
  };
}

function isUnreachable(error: unknown): error is WaysideError {
  return error instanceof WaysideError && error.code === 'DATABASE_UNREACHABLE';
}

/** bigint as `bigint`, dates as `YYYY-MM-DD`; everything else as node-postgres does it. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  OWN_PARSERS.get(oid) ?? (pg.types.getTypeParser(oid, format) as TextParser);

function parseBigintArray(text: string): bigint[] {
  if (text === '{}') return [];
  return text.slice(1, -1).split(',').map(BigInt);
}
