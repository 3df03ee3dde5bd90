import { WaysideError } from '../pipeline/errors.ts';

const controller = new AbortController();

/** Aborts when the user or the system asks the command to stop. */
export const stopSignal: AbortSignal = controller.signal;

/** The first signal stops work in order; a second one ends the process at once. */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(new WaysideError('INTERRUPTED', `stopped by ${signal}`));
    });
  }
}
