import { areaPx, type BoxXywhPx } from '../geometry/box.ts';
import { isCertain } from '../fusion/certainty.ts';
import { maybeSamePlate } from '../fusion/cluster-reads.ts';
import type { PlateRead } from '../plates/plate-reading.ts';

export interface ReadingPlanOptions {
  /** Vehicle crops that are searched for a plate in one frame, at most. */
  readonly readsPerFrame: number;
  /** Longer side of a vehicle's box under which a plate can't be made out. */
  readonly minVehiclePx: number;
  /** Wait after a read that leaves the plate uncertain: the next frame would show much the same. */
  readonly rereadMs: number;
  /** A vehicle that grew by this factor since is read again at once. */
  readonly rereadGrowth: number;
  /** Wait after a crop in which no plate was found; doubles each time, up to the longest. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  readonly retryGrowth: number;
  /** A plate that is certain is read once more when the vehicle grew by this: near beats far. */
  readonly confirmGrowth: number;
  /** Reads that don't become certain are given up after so many, until the vehicle is nearer. */
  readonly maxReads: number;
}

/** A read less sure than this only adds to others; by itself it is as good as none. */
const WEAK_CONFIDENCE = 0.2;
/** A vehicle whose last look gave less than this is looked at closer the next time. */
const CLEAR_CONFIDENCE = 0.6;

export const READING_PLAN_DEFAULTS: ReadingPlanOptions = {
  readsPerFrame: 2,
  minVehiclePx: 120,
  rereadMs: 400,
  rereadGrowth: 1.08,
  retryMs: 300,
  longestRetryMs: 3200,
  retryGrowth: 1.2,
  confirmGrowth: 1.5,
  maxReads: 10,
};

interface Progress {
  readonly reads: PlateRead[];
  /** Was certain once: reads of another plate aren't this vehicle's. */
  certain: boolean;
  /** Is certain by all reads so far. */
  settled: boolean;
  failures: number;
  clear: boolean;
  /** The last read's box, in shares of the vehicle's; null when the last look found none. */
  place: BoxXywhPx | null;
  triedAtMs: number;
  triedSizePx: number;
}

export interface ReadingCandidate {
  /** Track number within the segment. */
  readonly number: number;
  readonly boxXywhPx: BoxXywhPx;
}

export interface PlannedLook {
  /** Which of the candidates. */
  readonly index: number;
  /** Where its plate is expected, by where it was on the vehicle the last time; null: not known. */
  readonly plateXywhPx: BoxXywhPx | null;
  /** The look before was not clear: this one should be in more detail. */
  readonly closer: boolean;
}

/**
 * Decides in which vehicles a plate is looked for now, and how closely. A plate that is certain isn't
 * read again until the vehicle is much nearer; one that isn't is read again a little later; a vehicle
 * without a readable plate is tried less and less often. Either is looked at again at once when it has
 * come nearer. Of those that are due, the largest come first. A plate that was read is looked for where it was on the vehicle: a small part, so its text
 * is large in the picture that is searched, at less cost.
 */
export class ReadingPlan {
  readonly #options: ReadingPlanOptions;
  readonly #progress = new Map<number, Progress>();

  constructor(options: Partial<ReadingPlanOptions> = {}) {
    this.#options = { ...READING_PLAN_DEFAULTS, ...options };
  }

  /** The candidates to look at, in order. */
  choose(candidates: readonly ReadingCandidate[], atMs: number): PlannedLook[] {
    return candidates
      .map((candidate, i) => ({ i, candidate, sizePx: sizeOf(candidate.boxXywhPx) }))
      .filter(({ candidate, sizePx }) => this.#isDue(candidate, sizePx, atMs))
      .sort((a, b) => b.sizePx - a.sizePx)
      .slice(0, this.#options.readsPerFrame)
      .map(({ i, candidate }) => {
        const known = this.#progress.get(candidate.number);
        return {
          index: i,
          plateXywhPx: known?.place == null ? null : inBox(known.place, candidate.boxXywhPx),
          closer: known?.clear === false,
        };
      });
  }

  /** Notes what came of reading; null: no plate was found on the vehicle. */
  note({ number, boxXywhPx }: ReadingCandidate, atMs: number, read: PlateRead | null): void {
    const before = this.#progress.get(number);
    const failed = read === null || read.confidence < WEAK_CONFIDENCE;
    const reads = read === null ? (before?.reads ?? []) : [...(before?.reads ?? []), read];
    const settled = read === null ? before?.settled === true : isCertain(reads);
    this.#progress.set(number, {
      reads,
      certain: before?.certain === true || settled,
      settled,
      failures: failed ? (before?.failures ?? 0) + 1 : 0,
      // A weak read may be of something else: its place is looked at once more, then all of the vehicle.
      place:
        read === null || (failed && before?.place != null)
          ? null
          : shareOf(read.boxXywhPx, boxXywhPx),
      clear: read !== null && read.confidence >= CLEAR_CONFIDENCE,
      triedAtMs: atMs,
      triedSizePx: sizeOf(boxXywhPx),
    });
  }

  /** Whether the vehicle is known by another plate than this. */
  conflicts(number: number, read: PlateRead): boolean {
    const known = this.#progress.get(number);
    return known?.certain === true && !known.reads.some((r) => maybeSamePlate(r, read));
  }

  #isDue({ number, boxXywhPx }: ReadingCandidate, sizePx: number, atMs: number): boolean {
    const { minVehiclePx, rereadMs, rereadGrowth, retryMs, longestRetryMs, retryGrowth, maxReads } =
      this.#options;
    if (Math.max(boxXywhPx[2], boxXywhPx[3]) < minVehiclePx) return false;
    const known = this.#progress.get(number);
    if (known === undefined) return true;
    const growth = sizePx / known.triedSizePx;
    if (known.settled) return growth >= this.#options.confirmGrowth;
    if (growth >= retryGrowth) return true;
    if (known.reads.length >= maxReads) return false;
    const waitedMs = atMs - known.triedAtMs;
    if (known.failures === 0) return growth >= rereadGrowth || waitedMs >= rereadMs;
    return waitedMs >= Math.min(longestRetryMs, retryMs * 2 ** known.failures);
  }
}

function sizeOf(box: BoxXywhPx): number {
  return Math.sqrt(areaPx(box));
}

function shareOf([x, y, width, height]: BoxXywhPx, [left, top, w, h]: BoxXywhPx): BoxXywhPx {
  return [(x - left) / w, (y - top) / h, width / w, height / h];
}

function inBox([x, y, width, height]: BoxXywhPx, [left, top, w, h]: BoxXywhPx): BoxXywhPx {
  return [left + x * w, top + y * h, width * w, height * h];
}
