import type { Zone } from '../geometry/zones.ts';
import type { ClockSource } from '../time/clock-source.ts';
import { SEGMENT_JITTER_MS } from '../time/segment-jitter.ts';
import { isEstablished, toTrack, type Track } from '../track/track.ts';
import { stepTracker } from '../track/step-tracker.ts';
import type { TrackerOptions } from '../track/tracker-options.ts';
import {
  EMPTY_TRACKER_STATE,
  type ObservedFrame,
  type SegmentReference,
  type TrackerState,
} from '../track/tracker-state.ts';
import { inZones, observationsOf } from './observations.ts';
import type { SegmentFacts } from './segment-facts.ts';

export interface SegmentContext {
  readonly segmentId: string;
  /** When the segment starts, absolute, in milliseconds. */
  readonly startMs: number;
  /** By which clock that is told. */
  readonly clockSource: ClockSource;
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

/** A clock that was set back further than this begins a new time: no track goes on over it. */
const MOST_STEP_BACK_MS = 1000;

/**
 * Carries a camera's tracks through one more segment, in order of time. What was in view before a gap
 * counts as looked for in vain during it: a gap longer than a track's patience ends the track. Where a
 * segment begins a little before the end of the last, a track's time stands still rather than go back;
 * where it begins long before, the clock was set back and all tracks end.
 * The same state and facts give the same result. State null: the camera's first segment.
 */
export function trackSegment(
  state: TrackerState | null,
  facts: SegmentFacts,
  { segmentId, startMs, clockSource, zones = [] }: SegmentContext,
  options: Partial<TrackerOptions> = {},
): TrackedSegment {
  const finished: Track[] = [];
  let current = state ?? EMPTY_TRACKER_STATE;
  let notBeforeMs = lastFrameMs(current);
  if (notBeforeMs - startMs > MOST_STEP_BACK_MS) {
    finished.push(...flushTracks(current));
    current = { ...current, atMs: null, tracks: [] };
    notBeforeMs = -Infinity;
  }
  const holeMs = current.atMs === null ? 0 : startMs - current.atMs;
  const gapMs = holeMs < SEGMENT_JITTER_MS ? 0 : holeMs;
  const { widthPx, heightPx } = facts;
  const segment: SegmentReference = { id: segmentId, startMs, clockSource };
  const step = (frame: Omit<ObservedFrame, 'widthPx' | 'heightPx' | 'segment'>): void => {
    const stepped = stepTracker(current, { ...frame, widthPx, heightPx, segment }, options);
    current = stepped.state;
    finished.push(...stepped.finished.filter(isEstablished).map(toTrack));
  };
  if (gapMs > 0) step({ atMs: startMs, still: false, observations: [] });
  for (const frame of facts.frames) {
    const atMs = Math.max(startMs + frame.mediaMs, notBeforeMs);
    const observations = inZones(observationsOf(frame, segmentId), facts, zones);
    step({ atMs, still: frame.still, observations });
  }
  const atMs = Math.max(startMs + facts.durationMs, current.atMs ?? -Infinity);
  return { state: { ...current, atMs }, finished: inOrder(finished), gapMs };
}

/** When the tracks were looked for last; the end of the last segment may be later. */
function lastFrameMs({ tracks }: TrackerState): number {
  return Math.max(-Infinity, ...tracks.map(({ filter }) => filter.atMs));
}

/** Ends all tracks: the footage is over, or the camera was switched off. */
export function flushTracks(state: TrackerState | null): readonly Track[] {
  return inOrder((state?.tracks ?? []).filter(isEstablished).map(toTrack));
}

function inOrder(tracks: readonly Track[]): readonly Track[] {
  return [...tracks].sort((a, b) => a.number - b.number);
}
