import type { Kysely } from 'kysely';
import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import type { Objects } from '../store/objects/objects.ts';
import type { RetentionSettings } from '../store/retention/retention-settings.ts';
import type { Schema } from '../store/schema.ts';
import type { JobQueues } from '../workers/queues.ts';
import type { MetricValues } from '../workers/operations/metrics-of-processes.ts';
import type { ApiConfig } from './config.ts';

/** What the routes stand on; made where the server starts, passed to each route file. */
export interface ApiContext {
  readonly db: Kysely<Schema>;
  readonly objects: Objects;
  /** As operator: searches and opens under grants, writes to the audit log. */
  readonly keeper: KeeperClient;
  /** Seals what is uploaded; as a worker, so it can open nothing of older days. */
  readonly sealer: Pick<KeeperClient, 'sealObject'>;
  readonly queues: JobQueues;
  readonly config: ApiConfig;
  /** A folder of this process: uploads and other clear bytes lie there while they are worked on. */
  readonly scratchFolder: string;
  /** How long the site keeps each kind; a camera may keep less. */
  readonly retention: RetentionSettings;
  /** Files below these folders may be imported by their path. */
  readonly importFolders: readonly string[];
  /** What the processes that this one started counted; none by default. */
  readonly processMetrics?: () => readonly MetricValues[];
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
}
