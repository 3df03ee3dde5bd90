import type { Kysely } from 'kysely';
import { bucketMsOf, bucketStartsOf } from '../../pipeline/track-search/histogram-buckets.ts';
import { HOUR_MS } from '../../pipeline/track-search/tile-spans.ts';
import type { Schema } from '../../store/schema.ts';
import type { TrackOrder, TrackPosition } from '../../store/track-search/list-slices.ts';
import { countedTiles } from './counted-tiles.ts';
import { fineCounts } from './fine-counts.ts';
import { listTracks, type TrackList } from './list-tracks.ts';
import type { TrackQuestion } from './track-question.ts';
import { TrackTally, type TrackFacets } from './track-tally.ts';

export interface TrackFindings extends TrackList {
  readonly total: number;
  readonly facets: TrackFacets;
  readonly bucketMs: number;
  readonly histogram: readonly { readonly startMs: number; readonly count: number }[];
  /** False where counts were estimated; what is listed is exact always. */
  readonly exact: boolean;
}

/**
 * Counts and lists the tracks that a question asks for. The counts come from those that are kept by hour
 * and day; rows are read for the page, for parts of hours, and for what isn't counted by.
 */
export async function searchTracks(
  db: Kysely<Schema>,
  question: TrackQuestion,
  list: {
    readonly order: TrackOrder;
    readonly after: TrackPosition | null;
    readonly limit: number;
  },
): Promise<TrackFindings> {
  const bucketMs = bucketMsOf(question.span);
  const counted = await countedTiles(db, question, bucketMs === HOUR_MS ? 'hour' : 'day');
  const fine = await fineCounts(db, question, counted.tiles);
  const tally = new TrackTally(question.traits, question.zone, bucketMs);
  for (const tile of fine.tiles) {
    tally.add(tile, tile.cells, fine.weights, tile.share);
  }
  const { tracks, next } = await listTracks(db, question, fine.tiles, {
    ...list,
    weights: fine.weights,
  });
  return {
    tracks,
    next,
    total: tally.total,
    facets: tally.facets,
    bucketMs,
    histogram: bucketStartsOf(question.span, bucketMs).map((startMs) => ({
      startMs,
      count: tally.bucket(startMs),
    })),
    exact: counted.exact && (fine.exact || fine.tiles.length === 0),
  };
}
