import type { Kysely } from 'kysely';
import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import type { Objects } from '../store/objects/objects.ts';
import type { Schema } from '../store/schema.ts';
import type { JobQueues } from '../workers/queues.ts';
import type { ApiConfig } from './config.ts';

/** What the routes stand on; made where the server starts, passed to each route file. */
export interface ApiContext {
  readonly db: Kysely<Schema>;
  readonly objects: Objects;
  /** As operator: searches and opens under grants, writes to the audit log. */
  readonly keeper: KeeperClient;
  readonly queues: JobQueues;
  readonly config: ApiConfig;
  /** A folder of this process: uploads and other clear bytes lie there while they are worked on. */
  readonly scratchFolder: string;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
}
