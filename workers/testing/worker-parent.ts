/** Starts one worker and tells its process id, for a test that kills this process. */
import type { WorkerConfig } from '../config.ts';
import { startWorkers } from '../start-workers.ts';

process.once('message', (config: WorkerConfig) => {
  void startWorkers(config, 1).then(({ pids }) => process.send?.(pids));
});
