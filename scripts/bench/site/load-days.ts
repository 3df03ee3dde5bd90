import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { WaysideError } from '../../../pipeline/errors.ts';
import type { DayToLoad } from './load-day.ts';
import type { LoadedDay, LoadMessage, LoadSettings } from './load-days-process.ts';

/** Loads the days, as many at once as there are cores; each ends with the reads of each plate. */
export async function loadDays(
  settings: LoadSettings,
  days: readonly DayToLoad[],
  loaded: (day: DayToLoad, counts: readonly number[]) => Promise<void>,
): Promise<void> {
  const waiting = [...days];
  const work = async (): Promise<void> => {
    const child = fork(fileURLToPath(new URL('./load-days-process.ts', import.meta.url)), {
      execArgv: ['--import', import.meta.resolve('tsx')],
    });
    try {
      say(child, { settings });
      for (let day = waiting.shift(); day !== undefined; day = waiting.shift()) {
        say(child, { load: day });
        await loaded(day, (await answerOf(child)).counts);
      }
    } finally {
      child.kill();
    }
  };
  const processes = Math.min(days.length, availableParallelism());
  await Promise.all(Array.from({ length: processes }, work));
}

function say(child: ChildProcess, message: LoadMessage): void {
  child.send(message);
}

async function answerOf(child: ChildProcess): Promise<LoadedDay> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', ended).then(([answer]) => answer as LoadedDay),
      once(child, 'exit', ended).then(() => {
        throw new WaysideError('INTERNAL', 'the loading of a day failed: see above');
      }),
    ]);
  } finally {
    ended.abort();
  }
}
