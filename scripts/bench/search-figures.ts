import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { seededRandom } from '../../fixtures/seeded-random.ts';
import type { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import { openDatabase, type Database } from '../../store/database.ts';
import { openEmbeddedPostgres } from '../../store/embedded-postgres.ts';
import { migrateToLatest } from '../../store/migrate.ts';
import { ensureDays } from '../../store/partitions.ts';
import type { NewSighting } from '../../store/schema.ts';
import { saveSightings } from '../../store/sightings/save-sightings.ts';
import { searchSightings } from '../../store/sightings/search-sightings.ts';
import { benchMachine, percentile, type BenchMachine } from './bench-machine.ts';
import { benchSealing, type BenchSealing } from './search-sealing.ts';
import { traffic, type Traffic } from './search-traffic.ts';

export interface SearchBenchOptions {
  readonly rows: number;
  readonly days: number;
  /** Searches of each sort. */
  readonly searches: number;
  readonly seed: number;
}

export const SEARCH_BENCH_DEFAULTS: SearchBenchOptions = {
  rows: 1_000_000,
  days: 30,
  searches: 300,
  seed: 1,
};

/** Times are from the statement to its rows in this process, tokens made before. */
export interface SearchFigures {
  readonly rows: number;
  readonly days: number;
  readonly wholeP50Ms: number;
  readonly wholeP95Ms: number;
  readonly nearP50Ms: number;
  readonly nearP95Ms: number;
  /** The last four characters. */
  readonly partialP50Ms: number;
  readonly partialP95Ms: number;
  /** Candidates per search in the mean: what the keeper has to open. */
  readonly candidates: { readonly whole: number; readonly near: number; readonly partial: number };
  /** Sealed by the keeper's code and written with their indexes, both at once, on the disk. */
  readonly insertPerSecond: number;
  readonly sealPerSecond: number;
  readonly bytesPerRow: number;
  readonly machine: BenchMachine;
  readonly postgres: string;
}

const BATCH_ROWS = 2_000;
const WARM_UP_SEARCHES = 20;
const CANDIDATE_LIMIT = 1_000;

/**
 * The sealed search over many reads in a database of its own, in a temporary folder that is removed
 * again. Sealing, tokens and statements are those of the program.
 */
export async function measureSearch(
  given: Partial<SearchBenchOptions> = {},
): Promise<SearchFigures> {
  const options = { ...SEARCH_BENCH_DEFAULTS, ...given };
  const folder = await mkdtemp(join(tmpdir(), 'wayside-bench-search-'));
  // As root the server runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  try {
    const server = await openEmbeddedPostgres({ dataFolder: join(folder, 'data') });
    const database = openDatabase({ url: server.url, statementTimeoutMs: 600_000 });
    try {
      return await measure(database, options);
    } finally {
      await database.close();
      await server.release();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database, options: SearchBenchOptions): Promise<SearchFigures> {
  const { kysely } = database;
  await migrateToLatest(kysely);
  const passing = traffic(options.rows, options.days, seededRandom(options.seed));
  const sealing = benchSealing(passing.days);
  await ensureDays(kysely, passing.days);
  const inserted = await insertAll(database, passing, sealing, options);
  // What autovacuum does in time by itself.
  await sql`vacuum analyze sighting`.execute(kysely);

  const time = (query: () => PlateQuery) =>
    timeSearches(database, sealing, query, options.searches);
  const whole = await time(() => exact(passing.somePlate()));
  const near = await time(() => ({
    ...exact(passing.withWrongCharacter(passing.somePlate())),
    wrongCharacters: 1,
  }));
  const partial = await time(() => ({ ...exact(passing.somePlate().slice(-4)), partial: true }));
  const { rows } = await sql<{ bytes: bigint; version: string }>`
    select sum(pg_total_relation_size(inhrelid))::bigint as bytes,
      current_setting('server_version') as version
    from pg_inherits where inhparent = 'sighting'::regclass`.execute(kysely);
  return {
    rows: options.rows,
    days: options.days,
    wholeP50Ms: milliseconds(percentile(whole.ms, 0.5)),
    wholeP95Ms: milliseconds(percentile(whole.ms, 0.95)),
    nearP50Ms: milliseconds(percentile(near.ms, 0.5)),
    nearP95Ms: milliseconds(percentile(near.ms, 0.95)),
    partialP50Ms: milliseconds(percentile(partial.ms, 0.5)),
    partialP95Ms: milliseconds(percentile(partial.ms, 0.95)),
    candidates: {
      whole: whole.candidates,
      near: near.candidates,
      partial: partial.candidates,
    },
    ...inserted,
    bytesPerRow: Math.round(Number(rows[0]!.bytes) / options.rows),
    machine: benchMachine(),
    postgres: rows[0]!.version,
  };
}

/** Seals one batch while the one before is being written. */
async function insertAll(
  { kysely }: Database,
  passing: Traffic,
  sealing: BenchSealing,
  { rows, days }: SearchBenchOptions,
): Promise<Pick<SearchFigures, 'insertPerSecond' | 'sealPerSecond'>> {
  let sealMs = 0;
  let writing = Promise.resolve();
  const startMs = performance.now();
  for (let dayIndex = 0; dayIndex < days; dayIndex += 1) {
    const reads = [...passing.readsOf(dayIndex, shareOf(rows, days, dayIndex))];
    for (let first = 0; first < reads.length; first += BATCH_ROWS) {
      const sealStartMs = performance.now();
      const batch: NewSighting[] = reads
        .slice(first, first + BATCH_ROWS)
        .map((read, index) => sealing.seal(dayIndex, first + index, read));
      sealMs += performance.now() - sealStartMs;
      await writing;
      writing = saveSightings(kysely, batch);
    }
  }
  await writing;
  const wallMs = performance.now() - startMs;
  return {
    insertPerSecond: Math.round((rows * 1_000) / wallMs),
    sealPerSecond: Math.round((rows * 1_000) / sealMs),
  };
}

/** Rows of one day when all are dealt out evenly. */
function shareOf(rows: number, days: number, dayIndex: number): number {
  return Math.floor((rows * (dayIndex + 1)) / days) - Math.floor((rows * dayIndex) / days);
}

async function timeSearches(
  { kysely }: Database,
  sealing: BenchSealing,
  query: () => PlateQuery,
  searches: number,
): Promise<{ ms: number[]; candidates: number }> {
  const ms: number[] = [];
  let candidates = 0;
  for (let index = -WARM_UP_SEARCHES; index < searches; index += 1) {
    const queries = sealing.queries(query());
    const startMs = performance.now();
    const found = await searchSightings(kysely, queries, {}, CANDIDATE_LIMIT);
    if (index < 0) continue;
    ms.push(performance.now() - startMs);
    candidates += found.rows.length;
  }
  return { ms, candidates: Math.round((candidates / searches) * 10) / 10 };
}

function exact(pattern: string): PlateQuery {
  return { pattern, wrongCharacters: 0, partial: false };
}

function milliseconds(value: number): number {
  return Math.round(value * 100) / 100;
}
