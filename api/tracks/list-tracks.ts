import type { Kysely } from 'kysely';
import { intersection, type Span } from '../../pipeline/time/span.ts';
import { DAY_MS } from '../../pipeline/time/utc-day.ts';
import { countBuffer, readCounts } from '../../pipeline/track-search/cell-counts.ts';
import { HOUR_MS, startOf } from '../../pipeline/track-search/tile-spans.ts';
import { passingCells } from '../../pipeline/track-search/trait-filter.ts';
import type { Schema } from '../../store/schema.ts';
import {
  listSlices,
  type ListedTrack,
  type TrackOrder,
  type TrackPosition,
} from '../../store/track-search/list-slices.ts';
import { readHourCounts } from '../../store/track-search/read-track-counts.ts';
import type { TrackSlice } from '../../store/track-search/track-slices.ts';
import type { CountedTile } from './counted-tiles.ts';
import { listedTraits, type TrackQuestion } from './track-question.ts';

/** What one page may cost where what is asked for is rare: days of cameras to look into, rows to read. */
const MOST_CAMERA_DAYS = 200;
const MOST_ROWS = 60_000;

export interface ListOptions {
  readonly order: TrackOrder;
  readonly after: TrackPosition | null;
  readonly limit: number;
  /** By cell, 0…1: which share of the tracks counted passes the fine filter. */
  readonly weights: Float64Array;
}

export interface TrackList {
  readonly tracks: readonly ListedTrack[];
  /** Where the next page begins; null when there is nothing left. */
  readonly next: TrackPosition | null;
}

/** One day or hour of those cameras in which something is to be found. */
interface Block extends Span {
  readonly cameraIds: readonly string[];
  /** Tracks to be found in it, as far as the counts can tell; 0 where a part of it was listed before. */
  readonly expected: number;
  readonly rows: number;
}

/**
 * One page of tracks. The counts tell in which hours of which cameras there are any, so that rows are
 * read from there only. A page ends early, with a place to go on from, rather than cost too much.
 */
export async function listTracks(
  db: Kysely<Schema>,
  question: TrackQuestion,
  tiles: readonly CountedTile[],
  options: ListOptions,
): Promise<TrackList> {
  const { limit, order, after } = options;
  const wanted = limit + 1;
  const coarse = take(blocksOf(tiles, question, options), wanted, {
    costOf: (block) => (isDay(block) ? block.cameraIds.length : 0),
    atMost: MOST_CAMERA_DAYS,
  });
  const hours = await hoursOfDays(db, question, coarse.taken.filter(isDay));
  const starts = new Set(coarse.taken.map(({ startMs }) => startMs));
  const others = tiles.filter((tile) => !isDay(tile) && starts.has(tile.startMs));
  const fine = take(blocksOf([...hours, ...others], question, options), wanted, {
    costOf: ({ rows }) => rows,
    atMost: MOST_ROWS,
  });
  const tracks = await listSlices(db, slicesOf(fine.taken, question), {
    ...{ order, after, limit: wanted, fine: question.fine, zone: question.zone },
    traits: listedTraits(question),
  });
  if (tracks.length > limit) {
    const shown = tracks.slice(0, limit);
    const { firstAt, id } = shown.at(-1)!;
    return { tracks: shown, next: { atMs: firstAt.getTime(), id } };
  }
  const rest = fine.rest ?? coarse.rest;
  if (rest === null) return { tracks, next: null };
  return { tracks, next: { atMs: order === 'newest' ? rest.endMs : rest.startMs, id: null } };
}

/** What of the tiles lies beyond the place where the page begins, in the order of the list. */
function blocksOf(
  tiles: readonly CountedTile[],
  question: TrackQuestion,
  { order, after, weights }: ListOptions,
): Block[] {
  const passing = passingCells(listedTraits(question));
  const buffer = countBuffer();
  const blocks = new Map<
    number,
    { -readonly [K in keyof Block]: Block[K] } & { cameraIds: string[] }
  >();
  for (const { zone, cameraId, startMs, endMs, cells, share } of tiles) {
    if (zone !== question.zone || isPast({ startMs, endMs }, after, order)) continue;
    let expected = 0;
    let rows = 0;
    let matching = 0;
    const length = readCounts(cells, buffer);
    for (let i = 0; i < length; i++) {
      const cell = buffer.cells[i]!;
      const found = buffer.counts[i]! * passing[cell]!;
      rows += buffer.counts[i]!;
      matching += found;
      expected += found * weights[cell]!;
    }
    if (matching === 0) continue;
    const block = blocks.get(startMs) ?? { startMs, endMs, cameraIds: [], expected: 0, rows: 0 };
    block.cameraIds.push(cameraId);
    block.rows += rows;
    if (share === 1 && !isBegun(block, after)) block.expected += expected;
    blocks.set(startMs, block);
  }
  const inOrder = [...blocks.values()].sort((a, b) => a.startMs - b.startMs);
  return order === 'oldest' ? inOrder : inOrder.reverse();
}

function isPast({ startMs, endMs }: Span, after: TrackPosition | null, order: TrackOrder): boolean {
  if (after === null) return false;
  return order === 'newest' ? startMs > after.atMs : endMs <= after.atMs;
}

function isBegun({ startMs, endMs }: Span, after: TrackPosition | null): boolean {
  return after !== null && startMs < after.atMs && after.atMs < endMs;
}

/** The first blocks that together hold as much as is wanted, or cost as much as they may. */
function take(
  blocks: readonly Block[],
  wanted: number,
  { costOf, atMost }: { readonly costOf: (block: Block) => number; readonly atMost: number },
): { readonly taken: readonly Block[]; readonly rest: Block | null } {
  let expected = 0;
  let cost = 0;
  for (const [i, block] of blocks.entries()) {
    const tooMuch = i > 0 && cost + costOf(block) > atMost;
    if (expected >= wanted || tooMuch) return { taken: blocks.slice(0, i), rest: block };
    expected += block.expected;
    cost += costOf(block);
  }
  return { taken: blocks, rest: null };
}

async function hoursOfDays(
  db: Kysely<Schema>,
  { zone }: TrackQuestion,
  days: readonly Block[],
): Promise<CountedTile[]> {
  const cameraIds = [...new Set(days.flatMap((day) => day.cameraIds))];
  const hoursMs = days.flatMap(({ startMs }) =>
    Array.from({ length: DAY_MS / HOUR_MS }, (_, hour) => startMs + hour * HOUR_MS),
  );
  const hours = await readHourCounts(db, { cameraIds, withZones: zone !== '' }, hoursMs);
  const sought = new Set(days.flatMap((day) => day.cameraIds.map((id) => `${day.startMs}/${id}`)));
  return hours
    .filter(({ startMs, cameraId }) => sought.has(`${startOf(startMs, DAY_MS)}/${cameraId}`))
    .map((hour) => ({ ...hour, share: 1 }));
}

function slicesOf(blocks: readonly Block[], { spans, keptFromMs }: TrackQuestion): TrackSlice[] {
  return blocks.flatMap(({ startMs, endMs, cameraIds }) =>
    intersection([{ startMs, endMs }], spans).flatMap((span) =>
      cameraIds
        .filter((cameraId) => span.startMs >= keptFromMs.get(cameraId)!)
        .map((cameraId) => ({ cameraId, ...span })),
    ),
  );
}

function isDay({ startMs, endMs }: Span): boolean {
  return endMs - startMs === DAY_MS;
}
