import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { reviewSettingsFrom, ReviewsFileConfig } from '../api/reviews/config.ts';
import type { ReviewSettings } from '../pipeline/reviews/review-settings.ts';
import { apiConfigFrom, ApiFileConfig, type ApiConfig } from '../api/config.ts';
import { cameraProblems } from './cameras/camera-problems.ts';
import { CamerasFile } from './cameras/camera-file.ts';
import { invalidConfig, parseYaml, schemaProblems } from './config-problems.ts';
import { AuditFileConfig } from '../keeper/audit/audit-config.ts';
import { WaysideError } from '../pipeline/errors.ts';
import {
  isCluster,
  KeeperFileConfig,
  keeperSettingsFrom,
  type KeeperSettings,
} from './keeper-settings.ts';
import { withSecretFiles } from './secret-files.ts';
import { GRANT_KEYS, grantSettingsFrom, type GrantSettings } from './grant-config.ts';
import {
  liveSettingsFrom,
  OperationsFileConfig,
  SpoolFileConfig,
  type LiveSettings,
} from './live-settings.ts';
import {
  RetentionFileConfig,
  retentionSettingsFrom,
  type RetentionSettings,
} from '../store/retention/retention-settings.ts';

const strict = { additionalProperties: false } as const;

/** What `wayside.yaml` may hold. Every key is optional: without a file everything runs embedded. */
export const ConfigFile = Type.Object(
  {
    data: Type.Optional(Type.String({ minLength: 1 })),
    database: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
    /** The keeper's and the owner's ways into the database, with rights of their own; both or none. */
    keeperDatabase: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
    ownerDatabase: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
    jobs: Type.Optional(Type.String({ pattern: '^(redis(s)?|postgres(ql)?)://' })),
    objects: Type.Optional(
      Type.Union([
        Type.Object({ kind: Type.Literal('folder'), path: Type.String({ minLength: 1 }) }, strict),
        Type.Object(
          {
            kind: Type.Literal('s3'),
            endpoint: Type.String({ pattern: '^https?://' }),
            bucket: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' }),
            region: Type.Optional(Type.String()),
          },
          strict,
        ),
      ]),
    ),
    keeper: Type.Optional(KeeperFileConfig),
    threads: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
    workers: Type.Optional(Type.Integer({ minimum: 0, maximum: 64 })),
    segmentSeconds: Type.Optional(Type.Number({ minimum: 2, maximum: 10 })),
    analysisFps: Type.Optional(Type.Number({ minimum: 0.2, maximum: 30 })),
    region: Type.Optional(Type.String({ minLength: 2 })),
    api: Type.Optional(ApiFileConfig),
    imports: Type.Optional(
      Type.Object(
        { folders: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: 100 })) },
        strict,
      ),
    ),
    audit: Type.Optional(AuditFileConfig),
    reviews: Type.Optional(ReviewsFileConfig),
    ...GRANT_KEYS,
    /** Streams to record: `readCameras` gives them, with their secrets. */
    cameras: Type.Optional(CamerasFile),
    spool: Type.Optional(SpoolFileConfig),
    operations: Type.Optional(OperationsFileConfig),
    plates: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String({ minLength: 1 }), pattern: Type.String({ minLength: 2 }) },
          strict,
        ),
      ),
    ),
    /** Earlier name of `retention.days`. */
    retentionDays: Type.Optional(
      Type.Object(
        {
          reads: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
          footage: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
        },
        strict,
      ),
    ),
    retention: Type.Optional(RetentionFileConfig),
  },
  strict,
);
export type ConfigFile = Static<typeof ConfigFile>;

/** The settings a command runs with: the file's, over the defaults, under the environment's. */
export interface Config extends LiveSettings {
  /** Null: the platform's usual place for data, chosen by the store. */
  readonly dataFolder: string | null;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Null: migrations connect as the application does, and nothing keeps them apart. */
  readonly ownerUrl: string | null;
  /** Null: the keeper connects as the application does. */
  readonly keeperUrl: string | null;
  /** Null: jobs run on the index's own PostgreSQL. */
  readonly jobsUrl: string | null;
  readonly objects: NonNullable<ConfigFile['objects']> | null;
  readonly s3Keys: { readonly accessKey: string; readonly secretKey: string } | null;
  readonly keeper: KeeperSettings;
  readonly threads: number;
  /** Worker processes that a command starts; 0 where workers run elsewhere. */
  readonly workers: number;
  readonly segmentMs: number;
  readonly analysisFps: number;
  readonly region: string;
  readonly customPlates: readonly { readonly name: string; readonly pattern: string }[];
  readonly retention: RetentionSettings;
  readonly api: ApiConfig;
  /** Files below these folders may be imported through the API by their path. */
  readonly importFolders: readonly string[];
  readonly audit: AuditFileConfig;
  readonly reviews: ReviewSettings;
  readonly grants: GrantSettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `wayside.yaml` (or the file that WAYSIDE_CONFIG names) once.
 * Secrets come from the environment: WAYSIDE_DATABASE_URL, WAYSIDE_KEEPER_DATABASE_URL,
 * WAYSIDE_OWNER_DATABASE_URL, WAYSIDE_JOBS_URL, WAYSIDE_S3_ACCESS_KEY, WAYSIDE_S3_SECRET_KEY,
 * WAYSIDE_OIDC_CLIENT_SECRET, WAYSIDE_KEEPER_WORKER_TOKEN, WAYSIDE_KEEPER_OPERATOR_TOKEN; or from the
 * files that these names with _FILE name.
 * @throws WaysideError CONFIG_INVALID naming every bad key, FILE_MISSING when WAYSIDE_CONFIG names none
 */
export function loadConfig(env: Environment): Config {
  return configFrom(readConfigFile(env), withSecretFiles(env));
}

export function configFrom(file: ConfigFile, env: Environment): Config {
  const accessKey = env.WAYSIDE_S3_ACCESS_KEY;
  const secretKey = env.WAYSIDE_S3_SECRET_KEY;
  const keeper = keeperSettingsFrom(file.keeper, env);
  return {
    dataFolder: env.WAYSIDE_DATA ?? file.data ?? null,
    databaseUrl: env.WAYSIDE_DATABASE_URL ?? file.database ?? null,
    ...databaseRolesOf(file, env, isCluster(keeper)),
    keeper,
    jobsUrl: env.WAYSIDE_JOBS_URL ?? file.jobs ?? null,
    objects: file.objects ?? null,
    s3Keys: accessKey !== undefined && secretKey !== undefined ? { accessKey, secretKey } : null,
    threads: file.threads ?? Math.min(4, availableParallelism()),
    workers: file.workers ?? 1,
    segmentMs: (file.segmentSeconds ?? 4) * 1000,
    analysisFps: file.analysisFps ?? 5,
    region: file.region ?? 'auto',
    customPlates: file.plates ?? [],
    retention: retentionSettingsFrom(file.retention, file.retentionDays),
    importFolders: (file.imports?.folders ?? []).map((folder) => resolve(folder)),
    api: apiConfigFrom(file.api, env.WAYSIDE_OIDC_CLIENT_SECRET),
    reviews: reviewSettingsFrom(file.reviews),
    audit: file.audit ?? {},
    grants: grantSettingsFrom(file),
    ...liveSettingsFrom(file),
  };
}

function databaseRolesOf(
  file: ConfigFile,
  env: Environment,
  cluster: boolean,
): Pick<Config, 'ownerUrl' | 'keeperUrl'> {
  const ownerUrl = env.WAYSIDE_OWNER_DATABASE_URL ?? file.ownerDatabase;
  const keeperUrl = env.WAYSIDE_KEEPER_DATABASE_URL ?? file.keeperDatabase;
  const databaseUrl = env.WAYSIDE_DATABASE_URL ?? file.database;
  const roles = [ownerUrl, keeperUrl].filter((url) => url !== undefined).length;
  // In a cluster each process is given its own way in, and no other.
  if (!cluster && roles > 0 && (roles < 2 || databaseUrl === undefined)) {
    throw new WaysideError(
      'CONFIG_INVALID',
      'database, keeperDatabase and ownerDatabase go together: three ways into one database',
    );
  }
  return { ownerUrl: ownerUrl ?? null, keeperUrl: keeperUrl ?? null };
}

/** Where the configuration is; there needn't be one unless it is named. */
export function configPath(env: Environment): { readonly path: string; readonly isNamed: boolean } {
  const named = env.WAYSIDE_CONFIG;
  return { path: resolve(named ?? 'wayside.yaml'), isNamed: named !== undefined };
}

function readConfigFile(env: Environment): ConfigFile {
  const { path, isNamed } = configPath(env);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (!isNamed && (cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new WaysideError('FILE_MISSING', `the configuration ${path} can’t be read`, { cause });
  }
  return parseConfig(text, path);
}

/** @throws WaysideError CONFIG_INVALID naming every bad key */
export function parseConfig(text: string, path: string): ConfigFile {
  const value = parseYaml(text, path);
  const problems = configProblems(value);
  if (problems.length > 0) throw invalidConfig(path, problems);
  return value as ConfigFile;
}

/** What is wrong with the value of a file, with paths and without any secret; nothing: an empty list. */
export function configProblems(value: unknown): readonly string[] {
  const { cameras, plates } = value as Partial<ConfigFile>;
  const customPlates = Value.Check(ConfigFile.properties.plates, plates) ? plates : [];
  return [...schemaProblems(ConfigFile, value), ...cameraProblems(cameras, customPlates)];
}
