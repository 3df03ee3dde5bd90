import { WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import { flushTracks, trackSegment } from '../pipeline/segment/track-segment.ts';
import type { Track } from '../pipeline/track/track.ts';
import { requireCamera } from '../store/cameras.ts';
import { completeTracking } from '../store/complete-tracking.ts';
import { findFootage } from '../store/footage.ts';
import type { Footage, NewGap, Segment, TrackerStateRow } from '../store/schema.ts';
import { retentionOfCamera } from '../store/retention/retention-rules.ts';
import { segmentsOfFootage } from '../store/segments.ts';
import { loadTrackerState } from '../store/tracker-state.ts';
import type { JobHandler } from './consumer.ts';
import { isWorthRetrying } from './retry.ts';
import { openFacts, openTracker, sealTracker } from './sealed-facts.ts';
import type { Services } from './services.ts';
import { gapOfSegment, sealSightings, trackRow } from './track-rows.ts';

/** Segments written in one transaction, at most: bounds its memory and what a crash undoes. */
const MOST_SEGMENTS = 16;

/**
 * Carries the tracker of a footage on over every segment that is next in order and looked at, and ends
 * its tracks after the last. Which job runs it, when and how often, makes no difference: the store takes
 * each step once, in order, under the lock of the camera.
 */
export function trackHandler(services: Services): JobHandler<'track'> {
  return async ({ footageId }, { attempt, signal }) => {
    for (;;) {
      if (signal.aborted) throw new WaysideError('INTERRUPTED', 'the worker is stopping');
      const step = await nextStep(footageId, services);
      if (step === null) return;
      await takeStep(step, services, (error) => isWorthRetrying(error, attempt));
    }
  };
}

interface Step {
  readonly footage: Footage;
  readonly stateRow: TrackerStateRow | null;
  readonly fromSequence: number;
  /** Next in order, without holes: detected or failed. */
  readonly segments: readonly Segment[];
  /** The footage ends with these. */
  readonly isLast: boolean;
}

/** Null when there is nothing to do now. */
async function nextStep(footageId: string, { db }: Pick<Services, 'db'>): Promise<Step | null> {
  const footage = await findFootage(db, footageId);
  if (footage === null || footage.status === 'complete') return null;
  const stateRow = await loadTrackerState(db, footageId);
  const fromSequence = stateRow?.nextSequence ?? 0;
  const segments: Segment[] = [];
  for (const segment of await segmentsOfFootage(db, footageId, fromSequence, MOST_SEGMENTS)) {
    const isNext = segment.sequence === fromSequence + segments.length;
    if (!isNext || segment.status === 'stored') break;
    segments.push(segment);
  }
  const isLast = fromSequence + segments.length === footage.segmentsTotal;
  if (segments.length === 0 && !isLast) return null;
  return { footage, stateRow, fromSequence, segments, isLast };
}

async function takeStep(
  step: Step,
  services: Services,
  isPassing: (error: unknown) => boolean,
): Promise<void> {
  const { footage, stateRow, fromSequence, segments, isLast } = step;
  const { db, keeper } = services;
  const gaps: NewGap[] = [];
  const finished: Track[] = [];
  const { zones } = await requireCamera(db, footage.cameraId);
  let state = stateRow === null ? null : await openTracker(stateRow, services);
  for (const segment of segments) {
    if (segment.status === 'failed') {
      gaps.push(gapOfSegment(segment, (segment.failureCode ?? 'INTERNAL') as ErrorCode));
      continue;
    }
    try {
      const startMs = segment.startedAt.getTime();
      const facts = await openFacts(segment, services);
      const tracked = trackSegment(state, facts, { segmentId: segment.id, startMs, zones });
      state = tracked.state;
      finished.push(...tracked.finished);
    } catch (error) {
      if (isPassing(error)) throw error;
      // Facts that can't be opened any more: the camera goes on after a gap.
      gaps.push(gapOfSegment(segment, error instanceof WaysideError ? error.code : 'INTERNAL'));
    }
  }
  if (isLast) finished.push(...flushTracks(state));

  const seenIn = finished.length === 0 ? [] : await segmentsOfFootage(db, footage.id);
  const retention = await retentionOfCamera(db, footage.cameraId);
  const tracks = finished.map((track) => trackRow(track, footage, seenIn));
  await completeTracking(db, {
    footageId: footage.id,
    cameraId: footage.cameraId,
    fromSequence,
    nextSequence: fromSequence + segments.length,
    segments,
    tracks,
    sightings: await sealSightings(finished, tracks, keeper, retention.reads),
    gaps,
    sealedState: isLast ? null : await sealTracker(state, footage, segments.at(-1)!, services),
  });
}
