import type { Kysely } from 'kysely';
import { connectKeeper, type KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { openDatabase } from '../../store/database.ts';
import { openObjects } from '../../store/objects/open-objects.ts';
import type { Objects } from '../../store/objects/objects.ts';
import { retentionOfCamera } from '../../store/retention/retention-rules.ts';
import type { Schema } from '../../store/schema.ts';
import { objectsPlaceOf } from '../compose.ts';
import type { ServicesConfig } from '../config.ts';
import { JobOutbox } from './job-outbox.ts';

/** What recorded video is stored with. Any of it may be away at any time, at the start as well. */
export interface IngestServices {
  readonly db: Kysely<Schema>;
  readonly objects: Objects;
  readonly keeper: KeeperClient;
  readonly jobs: JobOutbox;
  /** For how many days the camera's footage is kept, if less long than the site's; known while the database is away. */
  footageDays(cameraId: string): Promise<number | undefined>;
  close(): Promise<void>;
}

/**
 * Nothing is asked of a service before it is needed.
 * @param onTrouble hears of troubles that pass by themselves
 * @throws WaysideError CONFIG_INVALID, and DATA_FOLDER_UNUSABLE or DISK_FULL of a folder of objects
 */
export async function openIngestServices(
  config: ServicesConfig,
  onTrouble: (error: unknown) => void,
): Promise<IngestServices> {
  const objects = await openObjects(objectsPlaceOf(config.objects));
  const jobs = new JobOutbox(config.jobs, onTrouble);
  const database = openDatabase({ url: config.databaseUrl, applicationName: 'wayside ingest' });
  const keeper = connectKeeper({
    address: config.keeper.address,
    role: 'worker',
    token: config.keeper.workerToken,
  });
  return {
    db: database.kysely,
    objects,
    keeper,
    jobs,
    footageDays: rememberedDays(database.kysely),
    async close() {
      await jobs.close();
      keeper.close();
      await database.close();
    },
  };
}

function rememberedDays(db: Kysely<Schema>): IngestServices['footageDays'] {
  const known = new Map<string, number | undefined>();
  return async (cameraId) => {
    try {
      known.set(cameraId, (await retentionOfCamera(db, cameraId)).footage);
    } catch (error) {
      const isAway = error instanceof WaysideError && error.code === 'DATABASE_UNREACHABLE';
      if (!isAway || !known.has(cameraId)) throw error;
    }
    return known.get(cameraId);
  };
}
