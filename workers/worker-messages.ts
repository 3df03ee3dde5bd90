import { Type, type Static } from 'typebox';
import { WorkerConfig } from './config.ts';

/** What a process that starts a worker and the worker tell each other, over the IPC channel. */

/** To the worker, first of all: the configuration holds secrets, so it isn't passed where `ps` shows it. */
export const ConfigureMessage = Type.Object({
  type: Type.Literal('configure'),
  config: WorkerConfig,
});

/** From the worker. */
export const WorkerMessage = Type.Union([
  /** Models are loaded and jobs are being taken. */
  Type.Object({ type: Type.Literal('ready') }),
  /** It ends because it can't work. */
  Type.Object({ type: Type.Literal('failed'), code: Type.String(), message: Type.String() }),
]);
export type WorkerMessage = Static<typeof WorkerMessage>;
