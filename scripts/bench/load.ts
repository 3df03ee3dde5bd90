import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { seededRandom } from '../../fixtures/seeded-random.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { benchMachine, percentile, type BenchMachine } from './bench-machine.ts';
import { positive } from './positive.ts';
import { exact, spanOf } from './search-figures.ts';
import { prepareData, type BenchData } from './site/bench-data.ts';
import type { BenchSite } from './site/bench-site.ts';
import { grantQueries } from './site/granted-plates.ts';
import type { LoadOrder, LoadResult } from './site/load-generator.ts';
import { openPeople } from './site/people.ts';
import { withBenchSite } from './site/with-bench-site.ts';

/** Whole plates over all days, each client asking again as soon as it has the answer. */
export interface LoadFigures {
  readonly clients: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that weren't 200 or lacked a sighting that was put in. */
  readonly errors: number;
  readonly firstError: string | null;
  readonly rows: number;
  readonly seconds: number;
  /** Processor time of the generator, per search; it runs on the same cores. */
  readonly generatorCpuMs: number;
  readonly machine: BenchMachine;
}

const CLIENTS = 32;
const PLATES_PER_CLIENT = 12;
const WARM_UP_MS = 5_000;

interface LoadArguments {
  readonly rows: string;
  readonly seconds: string;
  readonly clients: string;
  readonly data?: string;
  readonly json: boolean;
}

/** `load [--rows N] [--clients N] [--seconds N] [--data FOLDER] [--json]`: many people at once. */
export async function loadBench(args: readonly string[]): Promise<void> {
  await new Command('load')
    .option('--rows <n>', 'reads in the database, on 30 days', '1000000')
    .option('--clients <n>', 'people who search at the same time', String(CLIENTS))
    .option('--seconds <n>', 'how long they do', '30')
    .option('--data <folder>', 'keep the data there, or use what is there again')
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(async (options: LoadArguments) => {
      const output = createOutput(options.json);
      const rows = positive('--rows', options.rows);
      const clients = positive('--clients', options.clients);
      const measuredMs = positive('--seconds', options.seconds) * 1_000;
      const figures = await withBenchSite(options.data, async (site, folder) => {
        const data = await prepareData(folder, site, rows, { tracks: false }, (text) => {
          output.note(text);
        });
        return figuresOf(await measureLoad(site, data, { clients, measuredMs }), { clients, data });
      });
      output.result({ type: 'load', ...figures }, JSON.stringify(figures, null, 2));
    })
    .parseAsync([...args], { from: 'user' });
}

async function measureLoad(
  site: BenchSite,
  data: BenchData,
  { clients, measuredMs }: { readonly clients: number; readonly measuredMs: number },
): Promise<LoadResult> {
  const people = await openPeople(site);
  try {
    const random = seededRandom(5);
    const callers: LoadOrder['callers'][number][] = [];
    for (let number = 1; number <= clients; number += 1) {
      const analyst = await people.signedIn('analyst', `analyst-${number}`);
      const queries = Array.from({ length: PLATES_PER_CLIENT }, () => {
        const { text, reads } = random.pick(data.plates);
        return { query: exact(text), atLeast: reads };
      });
      callers.push({
        cookie: analyst.cookie(),
        queries: await grantQueries(people, analyst, queries, spanOf(data)),
      });
    }
    return await generated({
      apiUrl: site.apiUrl,
      callers,
      warmUpMs: WARM_UP_MS,
      measuredMs,
    });
  } finally {
    people.close();
  }
}

/** From a process of its own, as clients are. */
async function generated(order: LoadOrder): Promise<LoadResult> {
  const child = fork(fileURLToPath(new URL('./site/load-generator.ts', import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const answer = once(child, 'message').then(([result]) => result as LoadResult);
  const exited = once(child, 'exit').then(() => null);
  child.send(order);
  const result = await Promise.race([answer, exited]);
  if (result === null) throw new WaysideError('INTERNAL', 'the load generator ended: see above');
  await exited;
  return result;
}

function figuresOf(
  { ms, errors, firstError, measuredMs, cpuMs }: LoadResult,
  { clients, data }: { readonly clients: number; readonly data: BenchData },
): LoadFigures {
  return {
    clients,
    perSecond: Math.round((ms.length * 1_000) / measuredMs),
    p50Ms: round(percentile(ms, 0.5)),
    p99Ms: round(percentile(ms, 0.99)),
    errors,
    firstError,
    rows: data.rows,
    seconds: measuredMs / 1_000,
    generatorCpuMs: round(cpuMs / ms.length),
    machine: benchMachine(),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
