import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { connectKeeper, type KeeperClient } from '../keeper/client/keeper-client.ts';
import { readRoleToken } from '../keeper/client/keeper-folder.ts';
import { openLocalApprover, type LocalApprover } from '../keeper/approvers.ts';
import { chooseDataFolder, makeDataFolder } from '../store/embedded/data-folder.ts';
import { openServices, type OpenServices } from '../workers/compose.ts';
import { DEFAULT_JOBS_NAMESPACE, type ServicesConfig } from '../workers/config.ts';
import type { Config } from './config.ts';
import { openDatabaseAccess, prepareDatabase } from './database-access.ts';
import { openSharedKeeper } from './shared-keeper.ts';
import { openSharedWorkers } from './shared-workers.ts';

/** Everything that runs behind a command: database, keeper, objects, jobs. */
export interface House {
  readonly dataFolder: string;
  /** As the application's role, with the password: never log it. */
  readonly databaseUrl: string;
  readonly embeddedDatabase: boolean;
  readonly services: OpenServices;
  /** May search, under a grant. */
  readonly operator: KeeperClient;
  /** Approves on this machine; each self-approved grant is marked as such in the audit log. */
  readonly approver: LocalApprover;
  /** Sees to it that workers run until the house closes: its own, or another command's. */
  ensureWorkers(onLog?: (line: string) => void): Promise<void>;
  /** Stops what this process started, and leaves what others use. */
  close(): Promise<void>;
}

/**
 * Starts or joins what the configuration names; without one, everything is embedded in the data folder.
 * @throws WaysideError DATA_FOLDER_UNUSABLE, DATABASE_UNREACHABLE, QUEUE_UNREACHABLE, OBJECTS_UNREACHABLE,
 *   KEEPER_UNREACHABLE, KEYRING_INVALID, DISK_FULL, CONFIG_INVALID
 */
export async function openHouse(config: Config): Promise<House> {
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
      objects: objectsOf(config, dataFolder),
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

    const ensureWorkers = async (onLog?: (line: string) => void): Promise<void> => {
      if (config.workers === 0) return;
      const workers = await openSharedWorkers({
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
      closers.push(() => workers.stop());
    };
    return {
      dataFolder,
      databaseUrl,
      embeddedDatabase: config.databaseUrl === null,
      services,
      operator,
      approver,
      ensureWorkers,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function keeperRetention({ retention: { days, ceilingDays, holdDays } }: Config) {
  const ofKeeper = ({ reads, footage, crops }: typeof days) => ({ reads, footage, crops });
  return { retentionDays: ofKeeper(days), ceilingDays: ofKeeper(ceilingDays), holdDays };
}

function objectsOf(config: Config, dataFolder: string): ServicesConfig['objects'] {
  const place = config.objects;
  if (place === null) return { kind: 'folder', path: join(dataFolder, 'objects') };
  if (place.kind === 'folder') return { kind: 'folder', path: resolve(place.path) };
  return { ...place, ...config.s3Keys! };
}
