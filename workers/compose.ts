import { connectKeeper } from '../keeper/client/keeper-client.ts';
import { openDatabase } from '../store/database.ts';
import { openObjects, type ObjectsPlace } from '../store/objects/open-objects.ts';
import { requireTables } from '../store/require-tables.ts';
import type { ObjectsConfig, ServicesConfig } from './config.ts';
import { openQueues } from './queues.ts';
import { openScratchFolder } from './scratch-folder.ts';
import type { Services } from './services.ts';

export interface OpenServices extends Services {
  /** Ends the connections and removes the scratch folder. */
  close(): Promise<void>;
}

/**
 * Opens everything that imports and workers stand on, from one configuration. The tables must be up
 * to date (`migrateToLatest`).
 * @param onError hears of connection troubles that pass by themselves.
 * @throws WaysideError DATABASE_UNREACHABLE, DATABASE_OUTDATED, QUEUE_UNREACHABLE, KEEPER_UNREACHABLE,
 *   OBJECTS_UNREACHABLE, DATA_FOLDER_UNUSABLE, DISK_FULL, CONFIG_INVALID
 */
export async function openServices(
  config: ServicesConfig,
  { applicationName, onError }: { applicationName: string; onError?: (error: unknown) => void },
): Promise<OpenServices> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse())
      await closer().catch((error: unknown) => onError?.(error));
  };
  try {
    const scratch = await openScratchFolder(config.scratchFolder);
    closers.push(() => scratch.remove());
    const database = openDatabase({ url: config.databaseUrl, applicationName });
    closers.push(() => database.close());
    await requireTables(database.kysely);
    const objects = await openObjects(objectsPlaceOf(config.objects));
    const keeper = connectKeeper({
      address: config.keeper.address,
      role: 'worker',
      token: config.keeper.workerToken,
    });
    closers.push(() => {
      keeper.close();
      return Promise.resolve();
    });
    await keeper.status();
    const queues = await openQueues(config.jobs, onError);
    closers.push(() => queues.close());
    return { db: database.kysely, objects, keeper, queues, scratch, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export function objectsPlaceOf(config: ObjectsConfig): ObjectsPlace {
  if (config.kind === 'folder') return config;
  const { region, ...place } = config;
  return region === undefined ? place : { ...place, region };
}
