import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { measureSearch, SEARCH_BENCH_DEFAULTS, type SearchFigures } from './search-figures.ts';

interface SearchArguments {
  readonly rows: string;
  readonly days: string;
  readonly searches: string;
  readonly json: boolean;
}

/** `search [--rows N] [--days N] [--searches N] [--json]`: the sealed search over many reads. */
export async function searchBench(args: readonly string[]): Promise<void> {
  const { rows, days, searches } = SEARCH_BENCH_DEFAULTS;
  await new Command('search')
    .option('--rows <n>', 'reads in the database', String(rows))
    .option('--days <n>', 'days that they lie on, and that are searched', String(days))
    .option('--searches <n>', 'searches of each sort', String(searches))
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(async (options: SearchArguments) => {
      const output = createOutput(options.json);
      const figures = await measureSearch({
        rows: positive('--rows', options.rows),
        days: positive('--days', options.days),
        searches: positive('--searches', options.searches),
      });
      output.result({ type: 'search', ...figures }, textOf(figures));
    })
    .parseAsync([...args], { from: 'user' });
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new WaysideError('USAGE', `${name} takes a whole number above 0, not ${text}`);
}

function textOf(figures: SearchFigures): string {
  const { machine, candidates } = figures;
  return [
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, PostgreSQL ${figures.postgres}`,
    `${figures.rows} reads on ${figures.days} days, ${figures.bytesPerRow} bytes each with indexes`,
    `whole plate: p50 ${figures.wholeP50Ms} ms, p95 ${figures.wholeP95Ms} ms, ${candidates.whole} candidates`,
    `one wrong character: p50 ${figures.nearP50Ms} ms, p95 ${figures.nearP95Ms} ms, ${candidates.near} candidates`,
    `last four characters: p50 ${figures.partialP50Ms} ms, p95 ${figures.partialP95Ms} ms, ${candidates.partial} candidates`,
    `sealed and inserted: ${figures.insertPerSecond} a second (sealing alone ${figures.sealPerSecond})`,
  ].join('\n');
}
