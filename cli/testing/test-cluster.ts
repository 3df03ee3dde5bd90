import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { openEmbeddedPostgres, type EmbeddedPostgres } from '../../store/embedded-postgres.ts';
import { startTestS3, type TestS3 } from '../../store/testing/test-s3.ts';
import type { BackendService } from '../../workers/testing/backend-service.ts';
import { freePort } from '../../workers/testing/free-port.ts';
import { startRedis } from '../../workers/testing/redis-service.ts';
import { startService, type ServiceProcess } from './service-process.ts';

const run = promisify(execFile);
const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));

const HOST = '127.0.0.1';

/** The services of a cluster, real ones on this machine, and wayside's processes on them. */
export interface TestCluster {
  readonly folder: string;
  readonly ports: {
    readonly postgres: number;
    readonly redis: number;
    readonly s3: number;
    readonly keeper: number;
  };
  /** As the database's administrator, for looking into it. */
  readonly adminUrl: string;
  /** The keeper's certificate, for processes that start after it. */
  pin(fingerprint: string): void;
  /** More of wayside.yaml; taken up by the processes that start after it. */
  configure(more: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * A process with a data folder of its own, and the secrets of its place: those that docker-compose.yml
   * gives it.
   */
  start(
    args: readonly string[],
    where?: {
      readonly name?: string;
      readonly wrapper?: string[];
      readonly env?: Record<string, string>;
    },
  ): ServiceProcess;
  /** What a process of that place is given. */
  environment(place: string, dataFolder: string): Record<string, string>;
  stop(): Promise<void>;
}

export async function startTestCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-cluster-'));
  await chmod(folder, 0o711);
  const secrets = join(folder, 'secrets');
  await run(join(DEPLOY, 'make-secrets.sh'), [secrets]);
  const postgres = await startPostgres(folder, secrets);
  const redis: BackendService = await startRedis();
  const s3: TestS3 = await startTestS3({ isNew: true });
  const ports = {
    postgres: postgres.port,
    redis: Number(new URL(redis.jobsUrl).port),
    s3: Number(new URL(s3.options.endpoint).port),
    keeper: await freePort(),
  };
  const processes: ServiceProcess[] = [];
  let more: Readonly<Record<string, unknown>> = {};
  let fingerprint: string | null = null;

  const configFile = join(folder, 'wayside.yaml');
  const write = async (): Promise<void> => {
    const at = (user: string) => `postgres://${user}@${HOST}:${ports.postgres}/wayside`;
    const config = {
      database: at('wayside_app'),
      keeperDatabase: at('wayside_keeper'),
      ownerDatabase: at('wayside_owner'),
      objects: { kind: 's3', endpoint: `http://${HOST}:${ports.s3}`, bucket: 'wayside' },
      keeper: { address: `${HOST}:${ports.keeper}`, listen: `${HOST}:${ports.keeper}` },
      api: { port: 0 },
      threads: 1,
      analysisFps: 3,
      segmentSeconds: 2,
      ...more,
    };
    await writeFile(configFile, stringify(config));
  };
  await write();
  for (const name of ['application', 'keeper', 'owner']) {
    const file = join(secrets, `${name}-database-url`);
    const url = new URL((await readFile(file, 'utf8')).trim());
    url.host = `${HOST}:${ports.postgres}`;
    await writeFile(file, url.href);
  }

  const environment = (place: string, dataFolder: string) => {
    const file = (name: string) => join(secrets, name);
    const database = (name: string) => file(`${name}-database-url`);
    const worker = {
      WAYSIDE_DATABASE_URL_FILE: database('application'),
      WAYSIDE_JOBS_URL: `redis://${HOST}:${ports.redis}`,
      WAYSIDE_S3_ACCESS_KEY: s3.options.accessKey,
      WAYSIDE_S3_SECRET_KEY: s3.options.secretKey,
      WAYSIDE_KEEPER_WORKER_TOKEN_FILE: file('keeper-worker-token'),
      ...(fingerprint === null ? {} : { WAYSIDE_KEEPER_FINGERPRINT: fingerprint }),
    };
    const operator = { WAYSIDE_KEEPER_OPERATOR_TOKEN_FILE: file('keeper-operator-token') };
    const places: Readonly<Record<string, Record<string, string>>> = {
      migrate: { WAYSIDE_OWNER_DATABASE_URL_FILE: database('owner') },
      keeper: {
        WAYSIDE_KEEPER_DATABASE_URL_FILE: database('keeper'),
        WAYSIDE_KEEPER_WORKER_TOKEN_FILE: file('keeper-worker-token'),
        ...operator,
      },
      api: { ...worker, ...operator },
      import: { ...worker, ...operator },
      worker,
      ingest: worker,
    };
    return { ...places[place]!, WAYSIDE_DATA: dataFolder, WAYSIDE_CONFIG: configFile };
  };

  return {
    folder,
    ports,
    adminUrl: new URL('/wayside', postgres.url).href,
    environment,
    pin(shown) {
      fingerprint = shown;
    },
    async configure(changed) {
      more = changed;
      await write();
    },
    start(args, { name = args[0]!, wrapper = [], env = {} } = {}) {
      const service = startService(
        args,
        { ...environment(args[0]!, join(folder, name)), ...env },
        wrapper,
      );
      processes.push(service);
      return service;
    },
    async stop() {
      await Promise.all(processes.map((service) => service.stop()));
      await redis.close();
      await s3.close();
      await postgres.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A server of its own, with the three users that `deploy/postgres-roles.sh` makes. */
async function startPostgres(folder: string, secrets: string): Promise<EmbeddedPostgres> {
  const dataFolder = join(folder, 'postgres');
  await mkdir(dataFolder, { mode: 0o711 });
  const server = await openEmbeddedPostgres({ dataFolder, databaseName: 'postgres' });
  const { username, password, hostname, port } = new URL(server.url);
  // The embedded server made roles of these names already, with other passwords.
  const drop = 'drop role if exists wayside_application, wayside_app, wayside_keeper';
  const env = {
    ...process.env,
    ...{ PGHOST: hostname, PGPORT: port, PGPASSWORD: decodeURIComponent(password) },
    ...{ POSTGRES_USER: username, SECRETS: secrets },
  };
  await run('psql', ['-q', '-U', username, '-d', 'postgres', '-c', drop], { env });
  await run(join(DEPLOY, 'postgres-roles.sh'), [], { env });
  return server;
}
