import type { Zone } from '../geometry/zones.ts';
import { isEstablished, toTrack, type Track } from '../track/track.ts';
import { stepTracker } from '../track/step-tracker.ts';
import type { TrackerOptions } from '../track/tracker-options.ts';
import {
  EMPTY_TRACKER_STATE,
  type ObservedFrame,
  type TrackerState,
} from '../track/tracker-state.ts';
import { inZones, observationsOf } from './observations.ts';
import type { SegmentFacts } from './segment-facts.ts';

export interface SegmentContext {
  readonly segmentId: string;
  /** When the segment starts, absolute, in milliseconds. */
  readonly startMs: number;
  /** The camera's, as they are now; none by default. */
  readonly zones?: readonly Zone[];
}

export interface TrackedSegment {
  /** To be saved and handed in with the next segment of the camera. */
  readonly state: TrackerState;
  /** Tracks that ended, in the order of their numbers. */
  readonly finished: readonly Track[];
  /** Time without video before the segment, in milliseconds; 0 before the first. */
  readonly gapMs: number;
}

/**
 * Carries a camera's tracks through one more segment, in order of time. What was in view before a gap
 * counts as looked for in vain during it: a gap longer than a track's patience ends the track.
 * The same state and facts give the same result. State null: the camera's first segment.
 */
export function trackSegment(
  state: TrackerState | null,
  facts: SegmentFacts,
  { segmentId, startMs, zones = [] }: SegmentContext,
  options: Partial<TrackerOptions> = {},
): TrackedSegment {
  const finished: Track[] = [];
  let current = state ?? EMPTY_TRACKER_STATE;
  const gapMs = current.atMs === null ? 0 : Math.max(0, startMs - current.atMs);
  const { widthPx, heightPx } = facts;
  const step = (frame: Omit<ObservedFrame, 'widthPx' | 'heightPx'>): void => {
    const stepped = stepTracker(current, { ...frame, widthPx, heightPx }, options);
    current = stepped.state;
    finished.push(...stepped.finished.filter(isEstablished).map(toTrack));
  };
  if (gapMs > 0) step({ atMs: startMs, still: false, observations: [] });
  for (const frame of facts.frames) {
    const atMs = startMs + frame.mediaMs;
    const observations = inZones(observationsOf(frame, segmentId), facts, zones);
    step({ atMs, still: frame.still, observations });
  }
  const atMs = Math.max(startMs + facts.durationMs, current.atMs ?? -Infinity);
  return { state: { ...current, atMs }, finished: inOrder(finished), gapMs };
}

/** Ends all tracks: the footage is over, or the camera was switched off. */
export function flushTracks(state: TrackerState | null): readonly Track[] {
  return inOrder((state?.tracks ?? []).filter(isEstablished).map(toTrack));
}

function inOrder(tracks: readonly Track[]): readonly Track[] {
  return [...tracks].sort((a, b) => a.number - b.number);
}
