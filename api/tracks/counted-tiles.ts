import type { Kysely } from 'kysely';
import { packCounts, tracksIn } from '../../pipeline/track-search/cell-counts.ts';
import { HOUR_MS, startOf, tileSpans } from '../../pipeline/track-search/tile-spans.ts';
import type { Schema } from '../../store/schema.ts';
import { countSlices } from '../../store/track-search/count-slices.ts';
import {
  readDayCounts,
  readHourCounts,
  type CountedSpan,
} from '../../store/track-search/read-track-counts.ts';
import type { TrackSlice } from '../../store/track-search/track-slices.ts';
import type { TrackQuestion } from './track-question.ts';

/** Rows of tracks that a search may count one by one. */
export const MOST_ROWS_COUNTED = 12_000;

/** The counts of a question's spans, day by day where days are whole, else hour by hour. */
export interface CountedTile extends CountedSpan {
  /** Share of the counts that lies in the question's spans, where it had to be estimated; else 1. */
  readonly share: number;
}

export interface CountedTiles {
  readonly tiles: readonly CountedTile[];
  readonly exact: boolean;
}

/**
 * Reads the kept counts for whole days and hours. What is cut off at the ends of spans is counted row by
 * row, unless that would be too many: then the hours around are taken in proportion.
 */
export async function countedTiles(
  db: Kysely<Schema>,
  question: Pick<TrackQuestion, 'cameraIds' | 'spans' | 'keptFromMs'>,
  coarsest: 'day' | 'hour',
): Promise<CountedTiles> {
  const { cameraIds, spans, keptFromMs } = question;
  const { daysMs, hoursMs, pieces } = tileSpans(spans, coarsest);
  const places = { cameraIds, withZones: cameraIds.length === 1 };
  const [days, hours, around] = await Promise.all([
    readDayCounts(db, places, daysMs),
    readHourCounts(db, places, hoursMs),
    readHourCounts(db, places, [...new Set(pieces.map(hourOf))]),
  ]);
  const isKept = ({ cameraId, startMs }: Pick<CountedSpan, 'cameraId' | 'startMs'>) =>
    startMs >= keptFromMs.get(cameraId)!;
  const whole = [...days, ...hours].filter(isKept).map((span) => ({ ...span, share: 1 }));

  const cut: CountedTile[] = [];
  for (const piece of pieces) {
    const share = (piece.endMs - piece.startMs) / HOUR_MS;
    const hourMs = hourOf(piece);
    for (const span of around) {
      if (span.startMs === hourMs && isKept(span)) cut.push({ ...span, ...piece, share });
    }
  }
  if (cut.length === 0) return { tiles: whole, exact: true };
  const slices = cut.filter(({ zone }) => zone === '');
  const expected = slices.reduce((sum, { cells, share }) => sum + tracksIn(cells) * share, 0);
  if (expected > MOST_ROWS_COUNTED) return { tiles: [...whole, ...cut], exact: false };
  return { tiles: [...whole, ...(await countCut(db, slices, places.withZones))], exact: true };
}

async function countCut(
  db: Kysely<Schema>,
  slices: readonly TrackSlice[],
  withZones: boolean,
): Promise<CountedTile[]> {
  const rows = await countSlices(db, slices, { fine: null, withZones });
  return tilesOfRows(rows.map((row) => ({ ...row, count: row.tracks })));
}

/** Rows that were counted one by one, in the shape of kept counts. */
export function tilesOfRows(
  rows: readonly {
    readonly cameraId: string;
    readonly zone: string;
    readonly hourMs: number;
    readonly cell: number;
    readonly count: number;
  }[],
): CountedTile[] {
  const tiles = new Map<string, { row: (typeof rows)[number]; counts: Map<number, number> }>();
  for (const row of rows) {
    const key = JSON.stringify([row.cameraId, row.zone, row.hourMs]);
    const tile = tiles.get(key) ?? { row, counts: new Map<number, number>() };
    tile.counts.set(row.cell, (tile.counts.get(row.cell) ?? 0) + row.count);
    tiles.set(key, tile);
  }
  return [...tiles.values()].map(({ row: { cameraId, zone, hourMs }, counts }) => ({
    ...{ cameraId, zone, startMs: hourMs, endMs: hourMs + HOUR_MS },
    cells: packCounts(counts),
    share: 1,
  }));
}

function hourOf({ startMs }: { readonly startMs: number }): number {
  return startOf(startMs, HOUR_MS);
}
