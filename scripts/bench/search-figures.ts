import { seededRandom } from '../../fixtures/seeded-random.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { DAY_MS } from '../../pipeline/time/utc-day.ts';
import { benchMachine, percentile, type BenchMachine } from './bench-machine.ts';
import { withWrongCharacter } from './search-traffic.ts';
import type { ApiClient } from './site/api-client.ts';
import type { BenchData } from './site/bench-data.ts';
import type { BenchSite } from './site/bench-site.ts';
import { grantQueries, search, type GrantedQuery } from './site/granted-plates.ts';
import { openPeople } from './site/people.ts';
import { TRACK_QUESTIONS } from './tracks.ts';

/** Milliseconds from a request to the end of its answer, one client at a time, each recorded in the log. */
export interface SearchFigures {
  /** In the index, on 30 days. */
  readonly rows: number;
  readonly wholeP50Ms: number;
  readonly wholeP95Ms: number;
  readonly nearP50Ms: number;
  readonly nearP95Ms: number;
  /** The last four characters. */
  readonly partialP50Ms: number;
  readonly partialP95Ms: number;
  /** Tracks with facets and histogram, over all sorts of questions. */
  readonly tracksP50Ms: number;
  readonly tracksP95Ms: number;
  readonly insertPerSecond: number;
  readonly insertedRows: number;
  /** Sightings in an answer, in the mean. */
  readonly found: { readonly whole: number; readonly near: number; readonly partial: number };
  readonly searches: number;
  readonly loadMs: number | null;
  readonly machine: BenchMachine;
}

const WARM_UP_SEARCHES = 30;

export async function measureSearch(
  site: BenchSite,
  data: BenchData,
  searches: number,
): Promise<SearchFigures> {
  const people = await openPeople(site);
  try {
    const analyst = await people.signedIn('analyst', 'analyst-1');
    const span = spanOf(data);
    const random = seededRandom(3);
    const asked = (count: number, query: (text: string) => GrantedQuery['query']) =>
      Array.from({ length: count }, () => {
        const { text, reads } = random.pick(data.plates);
        return { query: query(text), atLeast: reads };
      });
    const total = searches + WARM_UP_SEARCHES;
    const time = async (query: (text: string) => GrantedQuery['query']) =>
      timed(analyst, await grantQueries(people, analyst, asked(total, query), span));

    const whole = await time((text) => exact(text));
    const near = await time((text) => ({
      ...exact(withWrongCharacter(text, random)),
      wrongCharacters: 1,
    }));
    const partial = await time((text) => ({
      ...exact(Array.from(text).slice(-4).join('')),
      partial: true,
    }));
    const tracks = await timedTracks(analyst, span.to, Math.ceil(searches / 10));
    return {
      rows: data.rows,
      wholeP50Ms: milliseconds(whole.ms, 0.5),
      wholeP95Ms: milliseconds(whole.ms, 0.95),
      nearP50Ms: milliseconds(near.ms, 0.5),
      nearP95Ms: milliseconds(near.ms, 0.95),
      partialP50Ms: milliseconds(partial.ms, 0.5),
      partialP95Ms: milliseconds(partial.ms, 0.95),
      tracksP50Ms: milliseconds(tracks, 0.5),
      tracksP95Ms: milliseconds(tracks, 0.95),
      insertPerSecond: data.insertPerSecond,
      insertedRows: data.insertedRows,
      found: { whole: whole.found, near: near.found, partial: partial.found },
      searches,
      loadMs: data.loadMs,
      machine: benchMachine(),
    };
  } finally {
    people.close();
  }
}

/** All of the days. */
export function spanOf({ days }: BenchData): { readonly from: string; readonly to: string } {
  const endMs = Date.parse(`${days.at(-1)!}T00:00:00Z`) + DAY_MS;
  return { from: `${days[0]!}T00:00:00.000Z`, to: new Date(endMs).toISOString() };
}

export function exact(pattern: string): GrantedQuery['query'] {
  return { pattern, wrongCharacters: 0, partial: false };
}

async function timed(
  analyst: ApiClient,
  queries: readonly GrantedQuery[],
): Promise<{ ms: number[]; found: number }> {
  const ms: number[] = [];
  let found = 0;
  for (const [index, query] of queries.entries()) {
    const startMs = performance.now();
    const { total, error } = await search(analyst, query);
    const tookMs = performance.now() - startMs;
    if (error !== null) throw new WaysideError('INTERNAL', `a search went wrong: ${error}`);
    if (index < WARM_UP_SEARCHES) continue;
    ms.push(tookMs);
    found += total;
  }
  return { ms, found: Math.round((found / ms.length) * 10) / 10 };
}

async function timedTracks(analyst: ApiClient, to: string, rounds: number): Promise<number[]> {
  const random = seededRandom(7);
  const ms: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    for (const question of Object.values(TRACK_QUESTIONS)) {
      const body = question(Date.parse(to), () => random.next());
      const startMs = performance.now();
      await analyst.must('POST', '/v1/tracks/search', body);
      if (round >= 0) ms.push(performance.now() - startMs);
    }
  }
  return ms;
}

function milliseconds(values: readonly number[], share: number): number {
  return Math.round(percentile(values, share) * 100) / 100;
}
