import { keepProcess } from '../kept-process.ts';
import type { MetricValues } from '../operations/metrics-of-processes.ts';
import type { CameraSources } from './camera-source.ts';
import type { IngestConfig } from './ingest-config.ts';
import type { ConfigureIngest, ChangeSources } from './ingest-messages.ts';

export interface IngestProcess {
  /** Null between its end and its next start. */
  readonly pid: number | null;
  /** What it counted, some seconds old. */
  metrics(): MetricValues;
  /** Ends it: gently, and after 11 s by force. */
  stop(): Promise<void>;
}

export interface StartIngestOptions {
  /** One JSON line of its log. */
  readonly onLog?: (line: string) => void;
}

/**
 * Records cameras in a process of its own and keeps that running: when it dies it is replaced after a
 * second. It hears of every change of the sources, and ends when this process does, however it ends.
 * @throws WaysideError as it says when it can't start, such as DATA_FOLDER_UNUSABLE, CONFIG_INVALID
 */
export async function startIngest(
  config: IngestConfig,
  sources: CameraSources,
  { onLog = () => undefined }: StartIngestOptions = {},
): Promise<IngestProcess> {
  const ingest = await keepProcess({
    program: new URL('./ingest-process.ts', import.meta.url),
    name: 'ingest',
    label: 'ingest',
    configuration: (): ConfigureIngest => ({
      type: 'configure',
      config,
      sources: [...sources.current()],
    }),
    onLog,
  });
  const tellSources = (): void => {
    const change: ChangeSources = { type: 'sources', sources: [...sources.current()] };
    ingest.send(change);
  };
  const unsubscribe = sources.onChange(tellSources);
  // They may have changed since it was configured.
  tellSources();
  return {
    get pid() {
      return ingest.pid;
    },
    metrics: () => ingest.metrics(),
    async stop() {
      unsubscribe();
      await ingest.stop();
    },
  };
}
