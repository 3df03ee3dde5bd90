import type { WorkerLog } from '../worker-log.ts';
import type { CameraSources } from './camera-source.ts';
import type { IngestConfig } from './ingest-config.ts';

export interface RunIngestOptions {
  /** Aborted: end what is being recorded and return, within ten seconds. */
  readonly signal: AbortSignal;
  readonly log: WorkerLog;
  /** What cameras there are; each ingest process takes its share of them. */
  readonly sources: CameraSources;
  /** Cameras are being taken. */
  readonly onReady?: () => void;
}

/**
 * Records the cameras that this process holds until it is told to stop: each into segments, and each
 * moment without video into a gap that says why. Services that are away are waited for while recording
 * goes on into the spool.
 * @throws WaysideError CONFIG_INVALID, DATA_FOLDER_UNUSABLE, DISK_FULL, …: what another try doesn't help.
 */
export async function runIngest(_config: IngestConfig, options: RunIngestOptions): Promise<void> {
  await Promise.resolve(options);
  throw new Error('being written');
}
