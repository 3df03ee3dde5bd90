import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { connectKeeper } from '../keeper/client/keeper-client.ts';
import { readRoleToken } from '../keeper/client/keeper-folder.ts';
import { openLocalApprover } from '../keeper/approvers.ts';
import { chooseDataFolder, makeDataFolder } from '../store/embedded/data-folder.ts';
import { openServices } from '../workers/compose.ts';
import { DEFAULT_JOBS_NAMESPACE, type ServicesConfig } from '../workers/config.ts';
import { joinCluster } from './cluster/cluster-house.ts';
import type { Config } from './config.ts';
import { openDatabaseAccess, prepareDatabase } from './database-access.ts';
import type { House } from './house-handle.ts';
import { keeperRetention } from './keeper-retention.ts';
import { isCluster } from './keeper-settings.ts';
import { objectsConfig } from './objects-config.ts';
import { openSharedKeeper } from './shared-keeper.ts';
import { openSharedWorkers, type SharedWorkers } from './shared-workers.ts';

export type { House } from './house-handle.ts';

/**
 * Starts or joins what the configuration names; without one, everything is embedded in the data folder.
 * Where it names a keeper elsewhere, nothing is started.
 * @throws WaysideError DATA_FOLDER_UNUSABLE, DATABASE_UNREACHABLE, QUEUE_UNREACHABLE, OBJECTS_UNREACHABLE,
 *   KEEPER_UNREACHABLE, KEEPER_UNTRUSTED, KEYRING_INVALID, DISK_FULL, CONFIG_INVALID
 */
export async function openHouse(config: Config): Promise<House> {
  return isCluster(config.keeper) ? joinCluster(config) : openEmbeddedHouse(config);
}

async function openEmbeddedHouse(config: Config): Promise<House> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const dataFolder = config.dataFolder === null ? chooseDataFolder() : resolve(config.dataFolder);
    await makeDataFolder(dataFolder);
    const access = await openDatabaseAccess(config, dataFolder);
    closers.push(() => access.release());
    await prepareDatabase(access);
    const { applicationUrl: databaseUrl, keeperUrl } = access;

    const keeperFolder = join(dataFolder, 'keeper');
    const approver = await openLocalApprover(keeperFolder, userInfo().username);
    const keeper = await openSharedKeeper({
      folder: keeperFolder,
      databaseUrl: keeperUrl,
      audit: config.audit,
      ...keeperRetention(config),
      selfApproval: true,
      ...config.grants,
    });
    closers.push(() => keeper.stop());
    const { socketPath } = keeper;

    const servicesConfig: ServicesConfig = {
      databaseUrl,
      jobs: { url: config.jobsUrl ?? databaseUrl, namespace: DEFAULT_JOBS_NAMESPACE },
      objects: objectsConfig(config, dataFolder),
      keeper: { address: socketPath, workerToken: await readRoleToken(keeperFolder, 'worker') },
      scratchFolder: join(dataFolder, 'scratch'),
    };
    const services = await openServices(servicesConfig, { applicationName: 'wayside-cli' });
    closers.push(() => services.close());
    const operator = connectKeeper({
      address: socketPath,
      role: 'operator',
      token: await readRoleToken(keeperFolder, 'operator'),
    });
    closers.push(() => {
      operator.close();
      return Promise.resolve();
    });

    let workers: SharedWorkers | null = null;
    const ensureWorkers = async (onLog?: (line: string) => void): Promise<void> => {
      if (config.workers === 0) return;
      const opened = await openSharedWorkers({
        leaseFolder: join(dataFolder, 'workers'),
        config: {
          services: servicesConfig,
          threads: Math.max(1, Math.floor(config.threads / config.workers)),
          analysisFps: config.analysisFps,
          segmentMs: config.segmentMs,
          customPlates: [...config.customPlates],
        },
        count: config.workers,
        ...(onLog === undefined ? {} : { onLog }),
      });
      workers = opened;
      closers.push(() => opened.stop());
    };
    return {
      dataFolder,
      databaseUrl,
      embeddedDatabase: config.databaseUrl === null,
      services,
      servicesConfig,
      operator,
      approver,
      ensureWorkers,
      stopWorkers: async () => workers?.stop(),
      workerMetrics: () => workers?.metrics() ?? [],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
