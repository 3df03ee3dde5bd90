import type { Span } from '../../../pipeline/time/span.ts';
import { outside } from '../../../workers/testing/faults/timeline.ts';
import type { ToldGap } from '../../../workers/testing/faults/check-nothing-lost.ts';

/** A fault that was made, and what it may cost. */
export interface FaultRecord extends Span {
  readonly kind: string;
  /** Those that it was done to; null: all. */
  readonly cameraId: string | null;
  /** Of the gaps that it may leave; none: it must not cost any video. */
  readonly causes: readonly string[];
}

/** What was recorded last before a fault may be cut short by it. */
const BEFORE_MS = 3_000;
/** The longest back-off (30 s), a connection and its first keyframe. */
const AFTER_MS = 40_000;

/** The parts of gaps that no fault explains: of another cause, another camera, or too long after it. */
export function unexplained(
  gaps: readonly ToldGap[],
  faults: readonly FaultRecord[],
): readonly ToldGap[] {
  return gaps.flatMap((gap) => {
    const explained = faults
      .filter(({ cameraId }) => cameraId === null || cameraId === gap.cameraId)
      .filter(({ causes }) => causes.includes(gap.cause))
      .map(({ startMs, endMs }) => ({ startMs: startMs - BEFORE_MS, endMs: endMs + AFTER_MS }));
    return outside(gap, explained).map((part) => ({ ...gap, ...part }));
  });
}
