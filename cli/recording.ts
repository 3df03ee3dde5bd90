import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ServicesConfig } from '../workers/config.ts';
import type { CameraSources } from '../workers/ingest/camera-source.ts';
import type { IngestConfig } from '../workers/ingest/ingest-config.ts';
import { startIngest, type IngestProcess } from '../workers/ingest/start-ingest.ts';
import type { MetricValues } from '../workers/operations/metrics-of-processes.ts';
import type { Config } from './config.ts';

export function ingestConfig(
  config: Config,
  services: ServicesConfig,
  dataFolder: string,
): IngestConfig {
  const { folder, ...bounds } = config.spool;
  return {
    services,
    spool: { folder: folder ?? join(dataFolder, 'spool'), ...bounds },
    host: hostname(),
  };
}

export interface Recording {
  metrics(): readonly MetricValues[];
  stop(): Promise<void>;
}

/**
 * Records the cameras in a process of its own, from the first camera that there is on.
 * @param onFailure hears why a later start failed; the next change of the cameras tries again
 * @throws WaysideError as `startIngest`, when there are cameras and it can't start
 */
export async function startRecording(
  config: IngestConfig,
  cameras: CameraSources,
  { onLog, onFailure }: { onLog: (line: string) => void; onFailure: (error: unknown) => void },
): Promise<Recording> {
  let ingest: IngestProcess | null = null;
  const startIfNeeded = async (): Promise<void> => {
    if (ingest === null && cameras.current().length > 0) {
      ingest = await startIngest(config, cameras, { onLog });
    }
  };
  await startIfNeeded();
  let starting: Promise<void> = Promise.resolve();
  const unsubscribe = cameras.onChange(() => {
    starting = starting.then(startIfNeeded).catch(onFailure);
  });
  return {
    metrics: () => (ingest === null ? [] : [ingest.metrics()]),
    async stop() {
      unsubscribe();
      await starting;
      await ingest?.stop();
    },
  };
}
