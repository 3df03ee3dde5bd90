import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { connectKeeper } from '../../../keeper/client/keeper-client.ts';
import { keeperPaths, readRoleToken } from '../../../keeper/client/keeper-folder.ts';
import { WaysideError } from '../../../pipeline/errors.ts';
import { utcDayOf, DAY_MS, type UtcDay } from '../../../pipeline/time/utc-day.ts';
import { openDatabase, type Database } from '../../../store/database.ts';
import { ensureDays, partitionName } from '../../../store/partitions.ts';
import { traffic } from '../search-traffic.ts';
import { daysUpTo, loadTracks } from '../tracks-load.ts';
import { KEPT_DAYS, type BenchSite } from './bench-site.ts';
import { insertReads } from './insert-reads.ts';
import { loadDays } from './load-days.ts';
import { choosePlates, plateCounter, type WatchedPlate } from './watched-plates.ts';

export const CAMERAS = 50;
const DAYS = 30;
const SEED = 1;
const WATCHED_PLATES = 1_000;
/** Reads that come by the way of production, to see how fast that is. */
const MOST_INSERTED = 50_000;

/** What a kept folder says of its reads. */
interface Manifest {
  readonly rows: number;
  readonly days: readonly UtcDay[];
  readonly plates: readonly string[];
  /** Reads of each plate, by day and then by what was inserted since. */
  readonly loaded: Readonly<Record<UtcDay, readonly number[]>>;
  readonly inserted: readonly { readonly rows: number; readonly counts: readonly number[] }[];
  readonly tracks: boolean;
}

export interface BenchData {
  /** Reads that are in the index. */
  readonly rows: number;
  /** Oldest first; all of them over. */
  readonly days: readonly UtcDay[];
  readonly plates: readonly WatchedPlate[];
  /** Sealed by the keeper's process and written with their indexes, on a day that is loaded already. */
  readonly insertPerSecond: number;
  readonly insertedRows: number;
  /** Null where the folder had the data already. */
  readonly loadMs: number | null;
}

/**
 * Fills the site with `rows` reads and as many tracks, unless its folder holds them already; a load that
 * was cut off goes on with the next day. Then inserts some more.
 */
export async function prepareData(
  folder: string,
  site: BenchSite,
  rows: number,
  { tracks }: { readonly tracks: boolean },
  note: (text: string) => void,
): Promise<BenchData> {
  const file = join(folder, 'reads.json');
  const insertedRows = Math.min(MOST_INSERTED, Math.ceil(rows / 10));
  const passing = traffic({ rows, cameras: CAMERAS, seed: SEED });
  let manifest = (await readManifest(file)) ?? {
    rows,
    days: daysUpTo(utcDayOf(Date.now() - DAY_MS), DAYS),
    plates: choosePlates(passing, Math.min(WATCHED_PLATES, Math.ceil(rows / 10)), SEED + 1),
    loaded: {},
    inserted: [],
    tracks: false,
  };
  if (manifest.rows !== rows) {
    throw new WaysideError('USAGE', `${folder} holds ${manifest.rows} reads, not ${rows}`);
  }
  const keep = async (change: Partial<Manifest>): Promise<void> => {
    manifest = { ...manifest, ...change };
    await writeFile(file, JSON.stringify(manifest));
  };
  const { days, plates } = manifest;
  const database = openDatabase({ url: site.databaseUrl, statementTimeoutMs: 3_600_000 });
  try {
    const startMs = performance.now();
    const missing = days
      .map((day, index) => ({ day, rows: shareOf(rows - insertedRows, days.length, index) }))
      .filter(({ day }) => manifest.loaded[day] === undefined);
    await loadDays(
      {
        databaseUrl: site.databaseUrl,
        keyringFile: keeperPaths(site.keeperFolder).keyring,
        retentionDays: { reads: KEPT_DAYS, footage: 30, crops: 30 },
        traffic: { rows, cameras: CAMERAS, seed: SEED },
        plates,
      },
      missing,
      async ({ day }, counts) => {
        await keep({ loaded: { ...manifest.loaded, [day]: counts } });
        note(`${Object.keys(manifest.loaded).length} of ${days.length} days loaded`);
      },
    );
    await ensureDays(database.kysely, days);
    const needsTracks = tracks && !manifest.tracks;
    if (needsTracks) {
      note('loading tracks');
      await loadTracks(database.kysely, { rows, cameras: CAMERAS, days, seed: 0.4 });
      await keep({ tracks: true });
    }
    const loadMs =
      missing.length > 0 || needsTracks ? Math.round(performance.now() - startMs) : null;

    const counter = plateCounter(plates);
    const round = manifest.inserted.length + 1;
    const reads = [...passing.readsOf(days.at(-1)!, insertedRows, round)];
    for (const { plate } of reads) counter.seen(plate.text);
    const insertMs = await inserting(site, database, round, reads);
    await keep({
      inserted: [...manifest.inserted, { rows: insertedRows, counts: counter.counts }],
    });
    await sql`analyze ${sql.id(partitionName('sighting', days.at(-1)!))}`.execute(database.kysely);

    const counts = [...Object.values(manifest.loaded), ...manifest.inserted.map((i) => i.counts)];
    const inserted = manifest.inserted.reduce((sum, each) => sum + each.rows, 0);
    return {
      rows: rows - insertedRows + inserted,
      days,
      plates: plates.map((text, place) => ({
        text,
        reads: counts.reduce((sum, each) => sum + each[place]!, 0),
      })),
      insertPerSecond: Math.round((insertedRows * 1_000) / insertMs),
      insertedRows,
      loadMs,
    };
  } finally {
    await database.close();
  }
}

async function inserting(
  { keeperFolder }: BenchSite,
  database: Database,
  round: number,
  reads: Parameters<typeof insertReads>[3],
): Promise<number> {
  const worker = connectKeeper({
    address: keeperPaths(keeperFolder).socket,
    role: 'worker',
    token: await readRoleToken(keeperFolder, 'worker'),
  });
  try {
    return await insertReads(worker, database.kysely, round, reads);
  } finally {
    worker.close();
  }
}

async function readManifest(file: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Rows of one day when all are dealt out evenly. */
function shareOf(rows: number, days: number, dayIndex: number): number {
  return Math.floor((rows * (dayIndex + 1)) / days) - Math.floor((rows * dayIndex) / days);
}
