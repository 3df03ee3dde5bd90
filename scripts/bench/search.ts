import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { measureSearch, type SearchFigures } from './search-figures.ts';
import { prepareData } from './site/bench-data.ts';
import { withBenchSite } from './site/with-bench-site.ts';
import { positive } from './positive.ts';

interface SearchArguments {
  readonly rows: string;
  readonly searches: string;
  readonly data?: string;
  readonly json: boolean;
}

/** `search [--rows N] [--searches N] [--data FOLDER] [--json]`: searches through the API, one at a time. */
export async function searchBench(args: readonly string[]): Promise<void> {
  await new Command('search')
    .option('--rows <n>', 'reads in the database, on 30 days', '1000000')
    .option('--searches <n>', 'searches of each sort', '300')
    .option('--data <folder>', 'keep the data there, or use what is there again')
    .option('--json', 'JSON lines', false)
    .exitOverride()
    .action(async (options: SearchArguments) => {
      const output = createOutput(options.json);
      const rows = positive('--rows', options.rows);
      const searches = positive('--searches', options.searches);
      const figures = await withBenchSite(options.data, async (site, folder) => {
        const data = await prepareData(folder, site, rows, { tracks: true }, (text) => {
          output.note(text);
        });
        return measureSearch(site, data, searches);
      });
      output.result({ type: 'search', ...figures }, textOf(figures));
    })
    .parseAsync([...args], { from: 'user' });
}

function textOf(figures: SearchFigures): string {
  const { machine, found } = figures;
  return [
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}`,
    `${figures.rows} reads on 30 days; through the API, recorded in the audit log`,
    `whole plate           p50 ${figures.wholeP50Ms} ms, p95 ${figures.wholeP95Ms} ms, ${found.whole} found`,
    `one wrong character   p50 ${figures.nearP50Ms} ms, p95 ${figures.nearP95Ms} ms, ${found.near} found`,
    `last four characters  p50 ${figures.partialP50Ms} ms, p95 ${figures.partialP95Ms} ms, ${found.partial} found`,
    `tracks with facets    p50 ${figures.tracksP50Ms} ms, p95 ${figures.tracksP95Ms} ms`,
    `sealed and inserted   ${figures.insertPerSecond} reads a second (${figures.insertedRows} of them)`,
  ].join('\n');
}
