import {
  createPostgresBackend,
  Queue,
  Worker,
  type BulkJobOptions,
  type JobType,
  type Processor,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { WaysideError } from '../pipeline/errors.ts';

/** Where jobs are kept. */
export interface JobsConfig {
  /** `postgresql://…` (the default: the same database as the rows) or `redis://…`, `rediss://…`. */
  readonly url: string;
  /** Schema (PostgreSQL) or key prefix (Redis) of the jobs; letters, digits and underscores. */
  readonly namespace: string;
}

/** What is used of a BullMQ queue, whichever backend its type names. */
export interface JobQueue {
  addBulk(jobs: { name: string; data: unknown; opts: BulkJobOptions }[]): Promise<unknown>;
  getJobCounts(...types: JobType[]): Promise<Record<string, number>>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What is used of a BullMQ worker. */
export interface JobWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  cancelAllJobs(reason: string): void;
  close(force?: boolean): Promise<void>;
}

export type JobWorkerOptions = Omit<WorkerOptions, 'connection' | 'prefix'>;

/** The two backends behind one face. Everything else in `workers/` knows only this. */
export interface JobBackend {
  readonly kind: 'postgres' | 'redis';
  /** Resolves when the backend answers. @throws WaysideError QUEUE_UNREACHABLE */
  reach(): Promise<void>;
  queue(name: string): JobQueue;
  worker(name: string, processor: Processor, options: JobWorkerOptions): JobWorker;
}

const CONNECT_TIMEOUT_MS = 3000;

/** @throws WaysideError CONFIG_INVALID for a URL of another kind or a namespace that is no name. */
export function jobBackend(config: JobsConfig): JobBackend {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(config.namespace)) {
    throw new WaysideError(
      'CONFIG_INVALID',
      `jobs.namespace is no simple name: ${config.namespace}`,
      {
        details: { key: 'jobs.namespace' },
      },
    );
  }
  const protocol = URL.canParse(config.url) ? new URL(config.url).protocol : '';
  switch (protocol) {
    case 'postgres:':
    case 'postgresql:':
      return postgresBackend(config);
    case 'redis:':
    case 'rediss:':
      return redisBackend(config);
    default:
      throw new WaysideError('CONFIG_INVALID', 'jobs.url is neither postgresql:// nor redis://', {
        details: { key: 'jobs.url' },
      });
  }
}

function postgresBackend({ url, namespace }: JobsConfig): JobBackend {
  // Each queue and worker has a pool of its own; few of its statements run at once.
  const connection = {
    connectionString: url,
    schema: namespace,
    migrate: true,
    max: 3,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  };
  return {
    kind: 'postgres',
    async reach() {
      const client = new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      });
      // A socket that breaks after connecting rejects the query as well; unheard, it ends the process.
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('SELECT 1');
      } catch (cause) {
        throw unreachable(url, cause);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    queue: (name) => new Queue(name, { connection }, createPostgresBackend),
    worker: (name, processor, options) =>
      new Worker(name, processor, { ...options, connection }, restlessPostgresBackend),
  };
}

/**
 * After an outage an idle worker would sleep for up to an hour unless it is notified, and nobody is when
 * a delayed job comes due whose worker died. It looks by itself after ten seconds, as it does on Redis.
 */
const restlessPostgresBackend: typeof createPostgresBackend = (...given) =>
  Object.defineProperty(createPostgresBackend(...given), 'maximumBlockTimeout', { value: 10 });

function redisBackend({ url, namespace }: JobsConfig): JobBackend {
  const retryStrategy = (times: number): number => Math.min(times * 100, 1000);
  return {
    kind: 'redis',
    async reach() {
      const client = new Redis(url, {
        lazyConnect: true,
        connectTimeout: CONNECT_TIMEOUT_MS,
        maxRetriesPerRequest: 0,
        retryStrategy: () => null,
      });
      // The same failure rejects connect(); unheard, ioredis prints it.
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.ping();
      } catch (cause) {
        throw unreachable(url, cause);
      } finally {
        client.disconnect();
      }
    },
    // A caller of the queue is told after some seconds; a worker waits for as long as it takes.
    queue: (name) =>
      new Queue(name, {
        connection: { url, retryStrategy, maxRetriesPerRequest: 10 },
        prefix: namespace,
      }),
    worker: (name, processor, options) =>
      new Worker(name, processor, {
        ...options,
        connection: { url, retryStrategy, maxRetriesPerRequest: null },
        prefix: namespace,
      }),
  };
}

/** Names the place without its password. */
export function unreachable(url: string, cause: unknown): WaysideError {
  const { protocol, host } = new URL(url);
  return new WaysideError(
    'QUEUE_UNREACHABLE',
    `the job backend ${protocol}//${host} does not answer`,
    {
      details: { host },
      cause,
    },
  );
}
