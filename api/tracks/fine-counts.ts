import type { Kysely } from 'kysely';
import { intersection } from '../../pipeline/time/span.ts';
import { tracksIn } from '../../pipeline/track-search/cell-counts.ts';
import { tileSpans, HOUR_MS } from '../../pipeline/track-search/tile-spans.ts';
import { CELL_COUNT } from '../../pipeline/track-search/track-cell.ts';
import type { Schema } from '../../store/schema.ts';
import { countSlices, type CountedRows } from '../../store/track-search/count-slices.ts';
import type { TrackSlice } from '../../store/track-search/track-slices.ts';
import { MOST_ROWS_COUNTED, tilesOfRows, type CountedTile } from './counted-tiles.ts';
import type { TrackQuestion } from './track-question.ts';

/** What passes the fine filter: tiles, and what a track of each cell counts for in them. */
export interface FineCounts {
  readonly tiles: readonly CountedTile[];
  /** By cell, 0…1. */
  readonly weights: Float64Array;
  readonly exact: boolean;
}

/**
 * Applies a filter that tracks aren't counted by. Few tracks are looked at one by one; of many, as many
 * hours as may be looked at are drawn from all over the span, and each cell's share that passes there is
 * taken for its share everywhere.
 */
export async function fineCounts(
  db: Kysely<Schema>,
  question: TrackQuestion,
  tiles: readonly CountedTile[],
): Promise<FineCounts> {
  const { fine, cameraIds, spans, zone } = question;
  const weights = new Float64Array(CELL_COUNT).fill(1);
  if (fine === null) return { tiles, weights, exact: true };
  const withZones = cameraIds.length === 1;
  // All of them: facets tell what there is beside what the traits let pass.
  const candidates = tiles.filter((tile) => tile.zone === zone);
  const rows = candidates.reduce((sum, { cells, share }) => sum + tracksIn(cells) * share, 0);
  if (rows <= MOST_ROWS_COUNTED) {
    const slices = candidates.flatMap(({ cameraId, ...tile }) =>
      intersection([tile], spans).map((span) => ({ cameraId, ...span })),
    );
    const counted = await countSlices(db, slices, { fine, withZones });
    const exact = tilesOfRows(counted.map((row) => ({ ...row, count: row.fine })));
    return { tiles: exact, weights, exact: true };
  }
  const hours = drawHours(candidates, spans, MOST_ROWS_COUNTED / rows);
  const sample = await countSlices(db, hours, { fine, withZones });
  return {
    tiles,
    weights: weightsOf(sample.filter((row) => row.zone === zone)),
    exact: false,
  };
}

/** The same ones at each call; which ones has nothing to do with the time of day or the camera. */
function drawHours(
  tiles: readonly CountedTile[],
  spans: TrackQuestion['spans'],
  share: number,
): TrackSlice[] {
  const slices: TrackSlice[] = [];
  let n = 0;
  for (const { cameraId, startMs, endMs } of tiles) {
    const { hoursMs } = tileSpans(intersection([{ startMs, endMs }], spans), 'hour');
    for (const hourMs of hoursMs) {
      // Fibonacci hashing (Knuth, TAOCP 6.4): spreads 0, 1, 2, … evenly.
      const drawn = ((++n * 2_654_435_769) >>> 0) / 2 ** 32;
      if (drawn < share) slices.push({ cameraId, startMs: hourMs, endMs: hourMs + HOUR_MS });
    }
  }
  return slices;
}

/** Cells that the sample doesn't have get the share of all. */
function weightsOf(sample: readonly CountedRows[]): Float64Array {
  const tracks = new Float64Array(CELL_COUNT);
  const fine = new Float64Array(CELL_COUNT);
  for (const row of sample) {
    tracks[row.cell]! += row.tracks;
    fine[row.cell]! += row.fine;
  }
  const sum = (counts: Float64Array) => counts.reduce((total, n) => total + n, 0);
  const overall = sum(tracks) === 0 ? 0 : sum(fine) / sum(tracks);
  return tracks.map((n, cell) => (n === 0 ? overall : fine[cell]! / n));
}
