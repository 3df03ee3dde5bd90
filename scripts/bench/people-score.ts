import { areaPx, type BoxXywhPx } from '../../pipeline/geometry/box.ts';
import {
  coverPeople,
  onPixels,
  type CoverOptions,
} from '../../pipeline/redact/people-over-time.ts';
import type { Foreground } from './people-reference.ts';

export interface PeopleFrame {
  readonly atMs: number;
  readonly people: readonly { readonly score: number; readonly boxXywhPx: BoxXywhPx }[];
}

export interface PeopleFigures {
  readonly framesWithPerson: number;
  /** By number from 0: less than `COVERED` of the reference's box was filled. */
  readonly missed: readonly number[];
  readonly missRate: number;
  readonly labelledWithPerson: number;
  readonly missedByHand: readonly number[];
  /** Share of the reference's pixels that were not filled, over all frames. */
  readonly pixelsLeft: number;
  /** Mean share of the picture that was filled, over all frames and over those without anybody. */
  readonly filled: number;
  readonly filledEmpty: number;
  readonly planMs: number;
}

const COVERED = 0.9;

/** How well people are covered; nobody in the video: rates of 0. */
export function scorePeople(
  seen: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly frames: readonly PeopleFrame[];
    readonly foregrounds: readonly Foreground[];
  },
  labels: Readonly<Record<string, BoxXywhPx | null>>,
  minimumScore: number,
  cover: CoverOptions,
): PeopleFigures {
  const { widthPx, heightPx, frames, foregrounds } = seen;
  const startedMs = performance.now();
  const covered = coverPeople(
    frames.map(({ atMs, people }) => ({
      atMs,
      people: people.filter((p) => p.score >= minimumScore).map((p) => p.boxXywhPx),
    })),
    cover,
  );
  const planMs = Math.round(performance.now() - startedMs);
  const missed: number[] = [];
  const missedByHand: number[] = [];
  const shares: number[] = [];
  const emptyShares: number[] = [];
  let framesWithPerson = 0;
  let labelledWithPerson = 0;
  let pixels = 0;
  let left = 0;
  foregrounds.forEach((foreground, n) => {
    const { widthPx: smallWidth, heightPx: smallHeight, mask, boxXywhPx } = foreground;
    const filled = bitmapOf(covered[n]!, widthPx, heightPx);
    const share = filled.reduce((sum, bit) => sum + bit, 0) / filled.length;
    shares.push(share);
    const label = labels[String(n)];
    if (label != null) {
      labelledWithPerson++;
      if (coveredShare(filled, widthPx, label) < COVERED) missedByHand.push(n);
    }
    if (boxXywhPx === null) {
      emptyShares.push(share);
      return;
    }
    framesWithPerson++;
    const scale = widthPx / smallWidth;
    const [x, y, width, height] = boxXywhPx;
    const box: BoxXywhPx = [x * scale, y * scale, width * scale, height * scale];
    if (coveredShare(filled, widthPx, box) < COVERED) missed.push(n);
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0) continue;
      pixels++;
      const atX = Math.floor(((i % smallWidth) + 0.5) * scale);
      const atY = Math.floor((Math.floor(i / smallWidth) + 0.5) * (heightPx / smallHeight));
      if (filled[atY * widthPx + atX] === 0) left++;
    }
  });
  return {
    framesWithPerson,
    missed,
    missRate: missed.length / Math.max(1, framesWithPerson),
    labelledWithPerson,
    missedByHand,
    pixelsLeft: round(left / Math.max(1, pixels)),
    filled: round(mean(shares)),
    filledEmpty: round(mean(emptyShares)),
    planMs,
  };
}

function bitmapOf(boxes: readonly BoxXywhPx[], widthPx: number, heightPx: number): Uint8Array {
  const bits = new Uint8Array(widthPx * heightPx);
  for (const [x, y, width, height] of onPixels(boxes, widthPx, heightPx)) {
    for (let row = y; row < y + height; row++) {
      bits.fill(1, row * widthPx + x, row * widthPx + x + width);
    }
  }
  return bits;
}

function coveredShare(filled: Uint8Array, widthPx: number, box: BoxXywhPx): number {
  const [[x, y, width, height] = [0, 0, 0, 0]] = onPixels([box], widthPx, filled.length / widthPx);
  let set = 0;
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) set += filled[row * widthPx + column]!;
  }
  return set / Math.max(1, areaPx([x, y, width, height]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
