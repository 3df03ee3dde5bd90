import { parseArgs } from 'node:util';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { searchTracks } from '../../api/tracks/search-tracks.ts';
import { trackQuestion } from '../../api/tracks/track-question.ts';
import type { TrackSearchRequest } from '../../api/tracks/track-search-request.ts';
import { seededRandom } from '../../fixtures/seeded-random.ts';
import { DAY_MS, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { openDatabase } from '../../store/database.ts';
import { openEmbeddedPostgres } from '../../store/embedded-postgres.ts';
import { migrateToLatest } from '../../store/migrate.ts';
import type { Schema } from '../../store/schema.ts';
import { benchMachine, percentile } from './bench-machine.ts';
import { benchCameraId, daysUpTo, loadTracks } from './tracks-load.ts';

const CAMERAS = 50;
const DAYS = 30;

/** One search of each sort, at a moment and on cameras that chance picks. */
export const TRACK_QUESTIONS: Readonly<
  Record<string, (spanEndMs: number, random: () => number) => TrackSearchRequest>
> = {
  all: (endMs) => month(endMs),
  redCars: (endMs) => ({ ...month(endMs), classes: ['car'], colours: ['red'] }),
  rare: (endMs) => ({
    ...month(endMs),
    classes: ['motorcycle'],
    colours: ['orange'],
    directions: ['none'],
  }),
  oneCamera: (endMs, random) => ({
    ...month(endMs),
    cameras: [benchCameraId(1 + Math.floor(random() * CAMERAS))],
    hasPlate: true,
  }),
  zone: (endMs) => ({ ...month(endMs), cameras: [benchCameraId(5)], zones: ['stop'] }),
  rushHours: (endMs) => ({
    ...month(endMs),
    classes: ['truck'],
    timeOfDay: { from: '07:00', to: '09:00', timeZone: 'Europe/Vienna' },
  }),
  nights: (endMs) => ({
    ...month(endMs),
    timeOfDay: { from: '22:00', to: '06:00', timeZone: 'Europe/Vienna' },
  }),
  sixHours: (endMs, random) => {
    const startMs = endMs - random() * 20 * DAY_MS;
    return { ...spanOf(startMs - DAY_MS / 4, startMs), colours: ['white'] };
  },
  longStay: (endMs) => ({ ...month(endMs), minDurationMs: 12_000 }),
};

/** Kept data stays as it is, also where there are newer migrations. */
async function hasTables(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ name: string | null }>`
    select to_regclass('track_day_count')::text as name`.execute(db);
  return rows[0]!.name !== null;
}

function month(endMs: number): { from: string; to: string } {
  return spanOf(endMs - DAYS * DAY_MS, endMs);
}

function spanOf(startMs: number, endMs: number): { from: string; to: string } {
  return { from: new Date(startMs).toISOString(), to: new Date(endMs).toISOString() };
}

export interface TrackFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Milliseconds from the request to its answer in this process, by sort. */
export async function timeTrackSearches(
  db: Kysely<Schema>,
  { rounds, lastDay }: { readonly rounds: number; readonly lastDay: string },
): Promise<Record<string, TrackFigures>> {
  const seeded = seededRandom(7);
  const random = () => seeded.next();
  const times = new Map<string, number[]>();
  for (let round = -2; round < rounds; round++) {
    for (const [sort, make] of Object.entries(TRACK_QUESTIONS)) {
      const endMs = Date.parse(`${lastDay}T00:00:00Z`) + random() * DAY_MS;
      const started = performance.now();
      const request = make(Math.floor(endMs), random);
      const question = await trackQuestion(db, request, () => '2000-01-01');
      await searchTracks(db, question, { order: 'newest', after: null, limit: 50 });
      // The first rounds fill the caches.
      if (round < 0) continue;
      times.set(sort, [...(times.get(sort) ?? []), performance.now() - started]);
    }
  }
  const all = [...times.values()].flat();
  const figures = [...times, ['together', all] as const].map(([sort, values]) => [
    sort,
    { p50Ms: round1(percentile(values, 0.5)), p95Ms: round1(percentile(values, 0.95)) },
  ]);
  return Object.fromEntries(figures) as Record<string, TrackFigures>;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

/** `bench tracks [--rows N] [--rounds N] [--folder DIR]`: with a folder the data is kept and used again. */
export async function tracksBench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '20' },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const rows = Number(values.rows);
  const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'wayside-bench-tracks-')));
  // As root the server runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  const server = await openEmbeddedPostgres({ dataFolder: join(folder, 'data') });
  const database = openDatabase({ url: server.url, statementTimeoutMs: 600_000 });
  try {
    const { kysely } = database;
    if (!(await hasTables(kysely))) await migrateToLatest(kysely);
    const started = performance.now();
    const known = await kysely
      .selectFrom('trackDayCount')
      .select('day')
      .orderBy('day', 'desc')
      .limit(1)
      .executeTakeFirst();
    const lastDay = known?.day ?? utcDayOf(Date.now());
    if (known === undefined) {
      await loadTracks(kysely, {
        rows,
        cameras: CAMERAS,
        days: daysUpTo(lastDay, DAYS + 1),
        seed: 0.4,
      });
    }
    const loadMs = Math.round(performance.now() - started);
    const figures = await timeTrackSearches(kysely, { rounds: Number(values.rounds), lastDay });
    process.stdout.write(
      `${JSON.stringify({ rows, cameras: CAMERAS, days: DAYS, loadMs, figures, machine: benchMachine() })}\n`,
    );
  } finally {
    await database.close();
    await server.release();
    if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}
