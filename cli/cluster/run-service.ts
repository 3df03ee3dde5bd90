import { untilThere } from '../../workers/until-there.ts';
import { workerLog, type WorkerLog } from '../../workers/worker-log.ts';
import { createOutput, type Output } from '../output.ts';
import { stopSignal } from '../signals.ts';

/** What a process of a cluster runs with. */
export interface ServiceRun {
  /** Standard output: one line when it is ready. */
  readonly output: Output;
  /** Standard error: JSON lines. */
  readonly log: WorkerLog;
  /** Aborted: end in order. */
  readonly signal: AbortSignal;
}

/** As long as orchestrators wait before they kill. */
const END_WITHIN_MS = 10_000;

/**
 * Runs a process of a cluster until it is told to stop: in order, and after ten seconds in any case.
 * What it says to people goes to standard error as JSON lines, `json` or not: these are for collectors.
 */
export async function runService(
  { json = false }: { readonly json?: boolean | undefined },
  service: (run: ServiceRun) => Promise<void>,
): Promise<void> {
  stopSignal.addEventListener('abort', () => {
    workerLog.info('stopping');
    setTimeout(() => {
      workerLog.error('not everything ended in time');
      process.exit(1);
    }, END_WITHIN_MS).unref();
  });
  await service({ output: createOutput(json), log: workerLog, signal: stopSignal });
  // Children and connections that were still being made keep nothing alive.
  if (stopSignal.aborted) process.exit(process.exitCode ?? 0);
}

/**
 * Tries until what is needed is there; whatever another try doesn't help is thrown. The reason is told
 * whenever it is another one than before. Null: told to stop meanwhile.
 */
export async function whenThere<T>(
  open: () => Promise<T>,
  { log, signal }: Pick<ServiceRun, 'log' | 'signal'>,
): Promise<T | null> {
  let told = '';
  return untilThere(open, {
    signal,
    onAway: ({ code, message }) => {
      if (message !== told) log.warn({ code, message }, 'waiting for a service');
      told = message;
    },
  });
}
