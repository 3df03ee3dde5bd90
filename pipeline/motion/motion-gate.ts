import type { VideoFrame } from '../image/video-frame.ts';
import { lumaBlocks, type LumaBlocks } from './luma-blocks.ts';

export interface MotionGateOptions {
  /** Side of the blocks that are compared, in pixels of the small picture. */
  readonly blockPx: number;
  /** The least change of a block's mean luma that counts as movement, 0…255. */
  readonly minChange: number;
  /** However noisy the picture, a change this large counts. */
  readonly maxChange: number;
  /** How many times the picture's own noise a change must be. */
  readonly noiseFactor: number;
  /** A shift of this many pixels (wind at the mast, codec) doesn't count, however sharp the edges. */
  readonly shiftPx: number;
  /** Time in which the remembered picture goes half of the way to what is seen while nothing moves. */
  readonly adaptHalfLifeMs: number;
  /** Frames that are still looked at after the last movement, so that what stopped is seen standing. */
  readonly settleFrames: number;
}

export const MOTION_GATE_DEFAULTS: MotionGateOptions = {
  blockPx: 8,
  minChange: 4,
  maxChange: 16,
  noiseFactor: 6,
  shiftPx: 0.35,
  adaptHalfLifeMs: 2000,
  settleFrames: 2,
};

/**
 * Says of each frame, in order, whether it is worth looking at. The first frame always is.
 *
 * Blocks of the small luma plane are compared with a remembered picture after a common gain (exposure,
 * dusk) is divided out. Averaging over a block takes away sensor noise and codec flicker; the threshold
 * follows what noise is left (median absolute deviation) and is higher at edges, which shake with the
 * mast; two neighbouring blocks must agree, or one change a lot. Still pictures blend slowly into the remembered one, so that light may drift.
 */
export interface MotionGate {
  moved(frame: Pick<VideoFrame, 'mediaMs' | 'small' | 'smallLuma'>): boolean;
  /** How much of the last frame it was that moved, 0…1; 0 for the first frame. */
  readonly movedPart: number;
}

export function createMotionGate(given: Partial<MotionGateOptions> = {}): MotionGate {
  const options = { ...MOTION_GATE_DEFAULTS, ...given };
  let remembered: LumaBlocks | null = null;
  let atMs = 0;
  let settling = 0;
  let movedPart = 0;
  return {
    get movedPart() {
      return movedPart;
    },
    moved(frame) {
      const { widthPx, heightPx } = frame.small;
      const now = lumaBlocks(frame.smallLuma, widthPx, heightPx, options.blockPx);
      const before = remembered;
      const elapsedMs = frame.mediaMs - atMs;
      atMs = frame.mediaMs;
      movedPart = 0;
      if (before?.columns !== now.columns || before.rows !== now.rows) {
        remembered = now;
        settling = options.settleFrames;
        return true;
      }
      const excess = excessOf(before, now, options);
      if (anythingMoved(excess, now.columns)) {
        movedPart = excess.filter((e) => e > 1).length / excess.length;
        remembered = now;
        settling = options.settleFrames;
        return true;
      }
      blend(before.means, now.means, 1 - 0.5 ** (elapsedMs / options.adaptHalfLifeMs));
      return settling-- > 0;
    },
  };
}

/** By how many times its threshold each block changed. */
function excessOf(before: LumaBlocks, now: LumaBlocks, options: MotionGateOptions): Float32Array {
  const gain = commonGain(before.means, now.means);
  const change = now.means.map((mean, i) => Math.abs(mean - gain * before.means[i]!));
  const noise = 1.4826 * median(change);
  const threshold = Math.min(
    options.maxChange,
    Math.max(options.minChange, options.noiseFactor * noise),
  );
  return change.map(
    (c, i) => c / (threshold + options.shiftPx * Math.max(before.gradients[i]!, now.gradients[i]!)),
  );
}

function anythingMoved(excess: Float32Array, columns: number): boolean {
  return excess.some((e, i) => e > 2.5 || (e > 1 && hasNeighbour(excess, columns, i)));
}

/** Whether a block to the right or below (or below to either side) is over its threshold too. */
function hasNeighbour(excess: Float32Array, columns: number, i: number): boolean {
  const over = (at: number) => (excess[at] ?? 0) > 1;
  const column = i % columns;
  return (
    over(i + columns) ||
    (column + 1 < columns && (over(i + 1) || over(i + columns + 1))) ||
    (column > 0 && over(i + columns - 1))
  );
}

/** By how much the whole picture got brighter: the median ratio of the blocks that aren't black. */
function commonGain(before: Float32Array, now: Float32Array): number {
  const ratios: number[] = [];
  for (let i = 0; i < now.length; i++) {
    if (before[i]! > 24) ratios.push(now[i]! / before[i]!);
  }
  return ratios.length * 4 < now.length ? 1 : median(Float32Array.from(ratios));
}

function median(values: Float32Array): number {
  if (values.length === 0) return 0;
  return Float32Array.from(values).sort()[values.length >> 1]!;
}

function blend(into: Float32Array, from: Float32Array, share: number): void {
  for (let i = 0; i < into.length; i++) into[i] = into[i]! + share * (from[i]! - into[i]!);
}
