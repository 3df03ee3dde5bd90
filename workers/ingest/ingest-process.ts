/** Ingest in a process of its own, started by `startIngest`. */
import { Value } from 'typebox/value';
import { runChild } from '../child-process.ts';
import { workerLog } from '../worker-log.ts';
import { ingestMetrics } from '../operations/ingest-metrics.ts';
import { changingSources } from './changing-sources.ts';
import { newIngestCounters } from './ingest-counters.ts';
import { ChangeSources, ConfigureIngest } from './ingest-messages.ts';
import { runIngest } from './run-ingest.ts';

runChild(ConfigureIngest, ({ config, sources: first }, { signal, onReady, registry }) => {
  const sources = changingSources(first);
  process.on('message', (message) => {
    if (Value.Check(ChangeSources, message)) sources.change(message.sources);
  });
  const counters = newIngestCounters();
  ingestMetrics(registry, counters);
  return runIngest(config, { signal, log: workerLog, sources, onReady, counters });
});
