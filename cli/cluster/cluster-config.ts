import { join, resolve } from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';
import type { CallerOptions } from '../../keeper/client/keeper-caller.ts';
import { chooseDataFolder } from '../../store/embedded/data-folder.ts';
import { DEFAULT_JOBS_NAMESPACE, type ServicesConfig } from '../../workers/config.ts';
import type { Config } from '../config.ts';
import { isCluster } from '../keeper-settings.ts';
import { objectsConfig } from '../objects-config.ts';

/** What a process of a cluster may be given beyond the application's way into the database. */
export type Role = 'worker' | 'operator';

/**
 * Where the parts of the cluster are, for a process that calls the keeper in a role.
 * @throws WaysideError CONFIG_INVALID naming everything that is missing: nothing is embedded here
 */
export function clusterServices(config: Config): ServicesConfig {
  const { databaseUrl, jobsUrl, objects } = config;
  const missing = missingOf(config, 'worker');
  if (databaseUrl === null) missing.unshift('database (or WAYSIDE_DATABASE_URL)');
  if (objects === null) missing.push('objects: S3, or a folder that every machine sees');
  refuseMissing(missing);
  const dataFolder = dataFolderOf(config);
  return {
    databaseUrl: databaseUrl!,
    jobs: { url: jobsUrl ?? databaseUrl!, namespace: DEFAULT_JOBS_NAMESPACE },
    objects: objectsConfig(config, dataFolder),
    keeper: { address: networkAddressOf(config), workerToken: config.keeper.tokens.worker! },
    scratchFolder: join(dataFolder, 'scratch'),
  };
}

/** As `clusterServices`, for a process that acts for people. */
export function clusterOperator(config: Config): CallerOptions {
  refuseMissing(missingOf(config, 'operator'));
  return {
    address: networkAddressOf(config),
    role: 'operator',
    token: config.keeper.tokens.operator!,
  };
}

/** @throws WaysideError CONFIG_INVALID where the configuration is that of a cluster */
export function refuseInCluster({ keeper }: Pick<Config, 'keeper'>, command: string): void {
  if (!isCluster(keeper)) return;
  throw new WaysideError(
    'CONFIG_INVALID',
    `wayside ${command} runs everything on one machine, but keeper.address or keeper.listen says that ` +
      'this is part of a cluster: run wayside keeper, api, worker and ingest instead',
    { details: { key: 'keeper' } },
  );
}

export function dataFolderOf({ dataFolder }: Pick<Config, 'dataFolder'>): string {
  return dataFolder === null ? chooseDataFolder() : resolve(dataFolder);
}

function networkAddressOf({ keeper: { address, fingerprint } }: Config) {
  return { ...address!, fingerprint: fingerprint! };
}

function missingOf({ keeper }: Config, role: Role): string[] {
  return [
    ...(keeper.address === null ? ['keeper.address'] : []),
    ...(keeper.fingerprint === null ? ['keeper.fingerprint (or WAYSIDE_KEEPER_FINGERPRINT)'] : []),
    ...(keeper.tokens[role] === null ? [`WAYSIDE_KEEPER_${role.toUpperCase()}_TOKEN`] : []),
  ];
}

function refuseMissing(missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new WaysideError(
    'CONFIG_INVALID',
    `a process of a cluster needs, and is not given: ${missing.join('; ')}`,
    { details: { missing } },
  );
}
