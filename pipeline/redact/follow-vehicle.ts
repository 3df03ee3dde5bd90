import type { BoxXywhPx } from '../geometry/box.ts';
import { observationsOf } from '../segment/observations.ts';
import type { SegmentFacts } from '../segment/segment-facts.ts';
import { stepTracker } from '../track/step-tracker.ts';
import { EMPTY_TRACKER_STATE, type TrackerState } from '../track/tracker-state.ts';

/** One segment's facts and when it starts, milliseconds since the Unix epoch. */
export interface PlacedFacts {
  readonly segmentId: string;
  readonly startMs: number;
  readonly facts: SegmentFacts;
}

/** Where the plate of one vehicle is at a time. */
export interface PlateMoment {
  readonly atMs: number;
  readonly plateXywhPx: BoxXywhPx;
}

/** Between two moments further apart the plate's way isn't known. */
const LONGEST_STEP_MS = 1000;

/**
 * The way of the plate of the vehicle whose picture has the given name: its boxes where it was read, and
 * on the same place of the vehicle's box where it wasn't. The segments come in order of time, of one
 * camera. No such picture among them: an empty list.
 */
export function followVehicle(
  segments: readonly PlacedFacts[],
  { segmentId, cropId }: { readonly segmentId: string; readonly cropId: string },
): readonly PlateMoment[] {
  const seen: { atMs: number; number: number; box: BoxXywhPx; plate: BoxXywhPx | null }[] = [];
  let wanted: number | null = null;
  let state: TrackerState = EMPTY_TRACKER_STATE;
  for (const segment of segments) {
    const { widthPx, heightPx, frames } = segment.facts;
    for (const frame of frames) {
      const atMs = segment.startMs + frame.mediaMs;
      const observations = observationsOf(frame, segment.segmentId);
      const { still } = frame;
      const step = stepTracker(state, { atMs, still, widthPx, heightPx, observations });
      state = step.state;
      for (const [i, { boxXywhPx, plate, crop }] of observations.entries()) {
        const number = step.numbers[i] ?? null;
        if (number === null) continue;
        seen.push({ atMs, number, box: boxXywhPx, plate: plate?.boxXywhPx ?? null });
        if (crop?.segmentId === segmentId && crop.cropId === cropId) wanted = number;
      }
    }
  }
  if (wanted === null) return [];
  const own = seen.filter(({ number }) => number === wanted);
  const read = own.filter(({ plate }) => plate !== null);
  if (read.length === 0) return [];
  return own.map(({ atMs, box, plate }) => {
    if (plate !== null) return { atMs, plateXywhPx: plate };
    const near = read.reduce((a, b) => (Math.abs(b.atMs - atMs) < Math.abs(a.atMs - atMs) ? b : a));
    return { atMs, plateXywhPx: carried(near.plate!, near.box, box) };
  });
}

/** Where the plate is at a time: between the moments before and after; null where neither is near. */
export function plateAt(moments: readonly PlateMoment[], atMs: number): BoxXywhPx | null {
  const after = moments.findIndex((moment) => moment.atMs >= atMs);
  const b = moments[after];
  const a = moments[after === -1 ? moments.length - 1 : after - 1];
  if (b?.atMs === atMs) return b.plateXywhPx;
  if (a === undefined || b === undefined || b.atMs - a.atMs > LONGEST_STEP_MS) return null;
  const share = (atMs - a.atMs) / (b.atMs - a.atMs);
  const at = (i: 0 | 1 | 2 | 3): number =>
    a.plateXywhPx[i] + (b.plateXywhPx[i] - a.plateXywhPx[i]) * share;
  return [at(0), at(1), at(2), at(3)];
}

function carried(plate: BoxXywhPx, from: BoxXywhPx, to: BoxXywhPx): BoxXywhPx {
  const scaleX = to[2] / Math.max(1, from[2]);
  const scaleY = to[3] / Math.max(1, from[3]);
  return [
    to[0] + (plate[0] - from[0]) * scaleX,
    to[1] + (plate[1] - from[1]) * scaleY,
    plate[2] * scaleX,
    plate[3] * scaleY,
  ];
}
