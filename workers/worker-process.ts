/** A worker in a process of its own, started by `startWorkers`. */
import { Type } from 'typebox';
import { runChild } from './child-process.ts';
import { WorkerConfig } from './config.ts';
import { runWorker } from './run-worker.ts';
import { workerLog } from './worker-log.ts';

const ConfigureMessage = Type.Object({ type: Type.Literal('configure'), config: WorkerConfig });

runChild(ConfigureMessage, ({ config }, { signal, onReady, registry }) =>
  runWorker(config, { signal, log: workerLog, onReady, registry }),
);
