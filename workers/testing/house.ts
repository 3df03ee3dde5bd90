import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRoleToken } from '../../keeper/client/keeper-folder.ts';
import { spawnKeeper, type EmbeddedKeeper } from '../../keeper/spawn.ts';
import { saveCamera } from '../../store/cameras.ts';
import { openDatabase, type Database } from '../../store/database.ts';
import { migrateToLatest } from '../../store/migrate.ts';
import { openServices, type OpenServices } from '../compose.ts';
import type { ObjectsConfig, ServicesConfig, WorkerConfig } from '../config.ts';

export interface House {
  readonly config: WorkerConfig;
  readonly keeper: EmbeddedKeeper;
  readonly services: OpenServices;
  /** A pool beside the services', to look at the rows with. */
  readonly database: Database;
  /** Ends the keeper and removes every file; workers must be stopped before. */
  close(): Promise<void>;
}

export const CAMERA_ID = 'north-gate';

/**
 * Everything around the job graph, real and small: tables, keyring, objects (in a folder of its own where
 * none are given), one camera.
 */
export async function openHouse(
  databaseUrl: string,
  jobsUrl: string,
  { objects }: { readonly objects?: ObjectsConfig } = {},
): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-house-'));
  await chmod(folder, 0o700);
  const database = openDatabase({ url: databaseUrl });
  await migrateToLatest(database.kysely);
  await saveCamera(database.kysely, { id: CAMERA_ID, region: 'eu' });
  const keeperFolder = join(folder, 'keeper');
  const keeper = await spawnKeeper({
    folder: keeperFolder,
    databaseUrl,
    retentionDays: { reads: 21, footage: 30 },
    selfApproval: true,
  });
  const services: ServicesConfig = {
    databaseUrl,
    jobs: { url: jobsUrl, namespace: `jobs_${randomUUID().replaceAll('-', '')}` },
    objects: objects ?? { kind: 'folder', path: join(folder, 'objects') },
    keeper: {
      address: keeper.socketPath,
      workerToken: await readRoleToken(keeperFolder, 'worker'),
    },
    scratchFolder: join(folder, 'scratch'),
  };
  const opened = await openServices(services, { applicationName: 'wayside test' });
  return {
    config: { services, threads: 1, analysisFps: 3, customPlates: [] },
    keeper,
    services: opened,
    database,
    async close() {
      await opened.close();
      await keeper.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
