/** Ingest in a process of its own, started by `startIngest`. */
import { Value } from 'typebox/value';
import { runChild } from '../child-process.ts';
import { workerLog } from '../worker-log.ts';
import { changingSources } from './changing-sources.ts';
import { ChangeSources, ConfigureIngest } from './ingest-messages.ts';
import { runIngest } from './run-ingest.ts';

runChild(ConfigureIngest, ({ config, sources: first }, { signal, onReady }) => {
  const sources = changingSources(first);
  process.on('message', (message) => {
    if (Value.Check(ChangeSources, message)) sources.change(message.sources);
  });
  return runIngest(config, { signal, log: workerLog, sources, onReady });
});
