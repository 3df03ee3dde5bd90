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
  /** Reads that don't become certain are given up after so many, until the vehicle is nearer. */
  readonly maxReads: number;
}

export const READING_PLAN_DEFAULTS: ReadingPlanOptions = {
  readsPerFrame: 2,
  minVehiclePx: 120,
  rereadMs: 400,
  rereadGrowth: 1.08,
  retryMs: 300,
  longestRetryMs: 3200,
  retryGrowth: 1.3,
  maxReads: 10,
};

interface Progress {
  readonly reads: PlateRead[];
  certain: boolean;
  failures: number;
  triedAtMs: number;
  triedSizePx: number;
}

export interface ReadingCandidate {
  /** Track number within the segment. */
  readonly number: number;
  readonly boxXywhPx: BoxXywhPx;
}

/**
 * Decides in which vehicles a plate is looked for now. A plate that is certain isn't read again; one
 * that isn't is read again a little later; a vehicle without a readable plate is tried less and less
 * often. Either is looked at again at once when it has come nearer. Of those that are due, the largest come first.
 */
export class ReadingPlan {
  readonly #options: ReadingPlanOptions;
  readonly #progress = new Map<number, Progress>();

  constructor(options: Partial<ReadingPlanOptions> = {}) {
    this.#options = { ...READING_PLAN_DEFAULTS, ...options };
  }

  /** Indices of the candidates to read, in order. */
  choose(candidates: readonly ReadingCandidate[], atMs: number): number[] {
    return candidates
      .map((candidate, i) => ({ i, candidate, sizePx: sizeOf(candidate.boxXywhPx) }))
      .filter(({ candidate, sizePx }) => this.#isDue(candidate, sizePx, atMs))
      .sort((a, b) => b.sizePx - a.sizePx)
      .slice(0, this.#options.readsPerFrame)
      .map(({ i }) => i);
  }

  /** Notes what came of reading; null: no plate was found on the vehicle. */
  note({ number, boxXywhPx }: ReadingCandidate, atMs: number, read: PlateRead | null): void {
    const before = this.#progress.get(number);
    const reads = read === null ? (before?.reads ?? []) : [...(before?.reads ?? []), read];
    this.#progress.set(number, {
      reads,
      certain: before?.certain === true || (read !== null && isCertain(reads)),
      failures: read === null ? (before?.failures ?? 0) + 1 : 0,
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
    if (known.certain) return false;
    const growth = sizePx / known.triedSizePx;
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
