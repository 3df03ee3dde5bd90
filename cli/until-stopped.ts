import { once } from 'node:events';
import { stopSignal } from './signals.ts';

/** Resolves when the command is asked to stop; keeps the process alive until then. */
export async function untilStopped(): Promise<void> {
  if (stopSignal.aborted) return;
  // A pending promise alone keeps no process alive.
  const alive = setInterval(() => undefined, 60_000);
  await once(stopSignal, 'abort');
  clearInterval(alive);
}
