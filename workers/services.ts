import type { Kysely } from 'kysely';
import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import type { Objects } from '../store/objects/objects.ts';
import type { Schema } from '../store/schema.ts';
import type { JobQueues } from './queues.ts';
import type { ScratchFolder } from './scratch-folder.ts';

/** What imports and handlers work with; made in `compose.ts`. */
export interface Services {
  readonly db: Kysely<Schema>;
  readonly objects: Objects;
  readonly keeper: KeeperClient;
  readonly queues: JobQueues;
  readonly scratch: ScratchFolder;
}
