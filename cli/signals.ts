import { WaysideError } from '../pipeline/errors.ts';

const controller = new AbortController();

/** Aborts when the user or the system asks the command to stop. */
export const stopSignal: AbortSignal = controller.signal;

/** Ctrl-C reaches the whole process group, and npm and the loader pass it on: that is one wish, not two. */
const SAME_WISH_MS = 1000;

/** The first signal stops work in order; another one, later, ends the process at once. */
export function stopOnSignals(): void {
  let stoppedAtMs = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) {
        stoppedAtMs = performance.now();
        controller.abort(new WaysideError('INTERRUPTED', `stopped by ${signal}`));
      } else if (performance.now() - stoppedAtMs > SAME_WISH_MS) process.exit(130);
    });
  }
}
