import { errorCodeOf, WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import { flushTracks, trackSegment } from '../pipeline/segment/track-segment.ts';
import { utcDayOf } from '../pipeline/time/utc-day.ts';
import { tellOpenTracks } from '../pipeline/track/tell-open-tracks.ts';
import type { Track } from '../pipeline/track/track.ts';
import { EMPTY_TRACKER_STATE, type TrackerState } from '../pipeline/track/tracker-state.ts';
import { requireCamera } from '../store/cameras.ts';
import { completeTracking } from '../store/complete-tracking.ts';
import { findFootage } from '../store/footage.ts';
import { gapIdOf } from '../store/identity.ts';
import { findLostSegments, type LostSegments } from '../store/lost-segments.ts';
import type { Footage, NewGap, NewTrack, Segment, TrackerStateRow } from '../store/schema.ts';
import { retentionOfCamera } from '../store/retention/retention-rules.ts';
import { segmentsOfFootage } from '../store/segments.ts';
import { loadTrackerState } from '../store/tracker-state.ts';
import { closeOpenTracks } from '../store/tracks.ts';
import type { JobHandler } from './consumer.ts';
import type { TrackedCounts, WorkMetrics } from './operations/work-metrics.ts';
import { isWorthRetrying } from './retry.ts';
import { openFacts, openTracker, sealTracker } from './sealed-facts.ts';
import type { Services } from './services.ts';
import { gapOfSegment, sealSightings, trackRow } from './track-rows.ts';

/** Segments written in one transaction, at most: bounds its memory and what a crash undoes. */
const MOST_SEGMENTS = 16;
/** How long a segment is waited for when a later one is stored already. */
const LOST_AFTER_MS = 120_000;

/**
 * Carries the tracker of a footage on over every segment that is next in order and looked at, and ends
 * its tracks after the last. Tracks still in view that have a plate are written as they stand. Which job
 * runs it, when and how often, makes no difference: the store takes each step once, in order, under the
 * lock of the camera.
 */
export function trackHandler(services: Services, metrics?: WorkMetrics): JobHandler<'track'> {
  return async ({ footageId }, { attempt, signal }) => {
    for (;;) {
      if (signal.aborted) throw new WaysideError('INTERRUPTED', 'the worker is stopping');
      const step = await nextStep(footageId, services);
      if (step === null) return;
      const counts = await takeStep(step, services, (error) => isWorthRetrying(error, attempt));
      if (counts !== null) metrics?.tracked(counts);
    }
  };
}

interface Step {
  readonly footage: Footage;
  readonly stateRow: TrackerStateRow | null;
  readonly fromSequence: number;
  readonly nextSequence: number;
  /** Next in order, without holes: detected or failed. */
  readonly segments: readonly Segment[];
  /** What is stepped over, in place of segments. */
  readonly lost: LostSegments | null;
  /** The footage ends with these. */
  readonly isLast: boolean;
}

/** Null when there is nothing to do now. */
async function nextStep(footageId: string, { db }: Pick<Services, 'db'>): Promise<Step | null> {
  const footage = await findFootage(db, footageId);
  if (footage?.status !== 'importing') return null;
  const total = footage.segmentsTotal ?? Infinity;
  const stateRow = await loadTrackerState(db, footageId);
  const fromSequence = stateRow?.nextSequence ?? 0;
  const stored = await segmentsOfFootage(db, footageId, fromSequence, MOST_SEGMENTS);
  const segments: Segment[] = [];
  for (const segment of stored) {
    const { sequence, status } = segment;
    const isNext = sequence === fromSequence + segments.length && sequence < total;
    if (!isNext || status === 'stored') break;
    segments.push(segment);
  }
  const isEnd = fromSequence + segments.length >= total;
  if (segments.length > 0 || isEnd) {
    const nextSequence = fromSequence + segments.length;
    return { footage, stateRow, fromSequence, nextSequence, segments, lost: null, isLast: isEnd };
  }
  const isMissing = stored.length > 0 ? stored[0]!.sequence > fromSequence : total < Infinity;
  const lost = isMissing ? await findLostSegments(db, footage, fromSequence, LOST_AFTER_MS) : null;
  if (lost === null) return null;
  const { nextSequence } = lost;
  return {
    ...{ footage, stateRow, fromSequence, nextSequence, segments, lost },
    isLast: nextSequence >= total,
  };
}

async function takeStep(
  step: Step,
  services: Services,
  isPassing: (error: unknown) => boolean,
): Promise<TrackedCounts | null> {
  const { footage, fromSequence, nextSequence, segments, lost, isLast } = step;
  const { db, keeper } = services;
  const gaps: NewGap[] = [];
  const finished: Track[] = [];
  const { zones } = await requireCamera(db, footage.cameraId);
  let state = await stateOf(step, services, isPassing);
  for (const segment of segments) {
    if (segment.status === 'failed') {
      gaps.push(gapOfSegment(segment, (segment.failureCode ?? 'INTERNAL') as ErrorCode));
      continue;
    }
    try {
      const facts = await openFacts(segment, services);
      const tracked = trackSegment(state, facts, {
        segmentId: segment.id,
        startMs: segment.startedAt.getTime(),
        clockSource: segment.clockSource ?? footage.clockSource,
        zones,
      });
      state = tracked.state;
      finished.push(...tracked.finished);
    } catch (error) {
      if (isPassing(error)) throw error;
      // Facts that can't be opened any more: the camera goes on after a gap.
      gaps.push(gapOfSegment(segment, errorCodeOf(error)));
    }
  }
  if (lost !== null) gaps.push(...gapOfLost(lost, footage));
  if (isLast) finished.push(...flushTracks(state));
  const told = isLast ? { state, open: [] } : tellOpenTracks(state);

  const rows: NewTrack[] = [];
  const withPlates: { readonly track: Track; readonly row: NewTrack }[] = [];
  for (const track of finished) {
    const row = trackRow(track, footage);
    rows.push(row);
    withPlates.push({ track, row });
  }
  for (const { track, isPlateNew } of told.open) {
    const row = trackRow(track, footage, { isOpen: true });
    rows.push(row);
    if (isPlateNew) withPlates.push({ track, row });
  }
  const retention = await retentionOfCamera(db, footage.cameraId);
  const outcome = await completeTracking(db, {
    footageId: footage.id,
    cameraId: footage.cameraId,
    ...{ fromSequence, nextSequence, segments, gaps },
    tracks: rows,
    sightings: await sealSightings(
      withPlates.map(({ track }) => track),
      withPlates.map(({ row }) => row),
      keeper,
      retention.reads,
    ),
    sealedState: isLast
      ? null
      : await sealTracker(
          told.state,
          footage,
          { sequence: nextSequence, ...spanOf(step) },
          services,
        ),
  });
  if (outcome !== 'applied') return null;
  const sightings = finished.filter(({ plate }) => plate !== null).length;
  return { segments: segments.length, tracks: finished.length, sightings };
}

/** What the step goes on from. */
async function stateOf(
  { footage, stateRow }: Step,
  services: Services,
  isPassing: (error: unknown) => boolean,
): Promise<TrackerState> {
  if (stateRow === null) return EMPTY_TRACKER_STATE;
  try {
    return await openTracker(stateRow, services);
  } catch (error) {
    if (isPassing(error)) throw error;
    // Untouched for so long that it can't be opened any more, or a run that was over is taken up again.
    // Numbers aren't given twice.
    const nextNumber = await closeOpenTracks(services.db, footage.id);
    return { ...EMPTY_TRACKER_STATE, nextNumber };
  }
}

/** The time that the step is about. */
function spanOf({ segments, lost, footage }: Step): { startMs: number; endMs: number } {
  const { startedAt, endedAt } = segments.at(-1) ??
    lost ?? { startedAt: footage.startedAt, endedAt: footage.startedAt };
  return { startMs: startedAt.getTime(), endMs: endedAt.getTime() };
}

function gapOfLost({ startedAt, endedAt }: LostSegments, footage: Footage): NewGap[] {
  if (startedAt >= endedAt) return [];
  const { id: footageId, cameraId } = footage;
  const id = gapIdOf(footageId, startedAt);
  const day = utcDayOf(startedAt.getTime());
  return [{ id, day, cameraId, footageId, startedAt, endedAt, cause: 'SEGMENT_LOST' }];
}
