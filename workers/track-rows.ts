import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import { WaysideError, type ErrorCode } from '../pipeline/errors.ts';
import { utcDayOf } from '../pipeline/time/utc-day.ts';
import type { Track } from '../pipeline/track/track.ts';
import { gapIdOf, segmentIdOf, sightingIdOf, trackIdOf } from '../store/identity.ts';
import type { Footage, NewGap, NewSighting, NewTrack, Segment } from '../store/schema.ts';
import { cropKey } from '../store/objects/crop-keys.ts';

/** The row of a track as it is known now. */
export function trackRow(track: Track, footage: Footage, { isOpen = false } = {}): NewTrack {
  const firstAt = timeOf(track.firstMs);
  const best = bestSegmentOf(track, footage);
  return {
    id: trackIdOf(footage.id, track.number),
    day: utcDayOf(firstAt.getTime()),
    cameraId: footage.cameraId,
    footageId: footage.id,
    segmentId: best.id,
    number: track.number,
    objectClass: track.objectClass,
    colour: track.colour,
    colourConfidence: track.colourConfidence,
    directionDeg: track.directionDeg,
    zones: track.zones,
    hasPlate: track.plate !== null,
    isOpen,
    firstAt,
    lastAt: timeOf(track.lastMs),
    bestAt: timeOf(track.bestMs),
    clockSource: best.clockSource,
    cropKey:
      track.bestCrop === null
        ? null
        : cropKey(utcDayOf(best.startMs), best.id, track.bestCrop.cropId),
  };
}

/** A track that a version began which noted no segments was seen best in that of its picture. */
function bestSegmentOf({ bestSegment, bestCrop, bestMs }: Track, footage: Footage) {
  return (
    bestSegment ?? {
      id: bestCrop?.segmentId ?? segmentIdOf(footage.id, 0),
      startMs: bestMs,
      clockSource: footage.clockSource,
    }
  );
}

/**
 * Sealed sightings of the tracks that have a plate; their rows are given in the same order. Plates of a
 * day that expired in this very moment are let go: nobody may write them any more.
 * @throws WaysideError KEEPER_UNREACHABLE, TIME_INVALID
 */
export async function sealSightings(
  tracks: readonly Track[],
  rows: readonly NewTrack[],
  keeper: Pick<KeeperClient, 'sealReads'>,
  retentionDays?: number,
): Promise<NewSighting[]> {
  const seen = tracks.flatMap(({ plate }, i) => (plate === null ? [] : [{ plate, row: rows[i]! }]));
  if (seen.length === 0) return [];
  const reads = seen.map(({ plate, row: { id, cameraId, bestAt } }) => ({
    id: sightingIdOf(id),
    cameraId,
    capturedAtMs: bestAt.getTime(),
    plate,
    retentionDays,
  }));
  const sealed = await keeper.sealReads(reads).catch((error: unknown) => {
    if (error instanceof WaysideError && error.code === 'EXPIRED') return [];
    throw error;
  });
  return sealed.map(({ day, sealed: bytes, skeletonToken, partTokens }, i) => {
    const { plate, row } = seen[i]!;
    return {
      id: sightingIdOf(row.id),
      day,
      cameraId: row.cameraId,
      trackId: row.id,
      segmentId: row.segmentId,
      capturedAt: row.bestAt,
      clockSource: row.clockSource,
      confidence: plate.confidence,
      objectClass: row.objectClass,
      colour: row.colour,
      sealed: bytes,
      skeletonToken,
      partTokens: [...partTokens],
    };
  });
}

export function gapOfSegment(segment: Segment, cause: ErrorCode): NewGap {
  const { day, cameraId, footageId, startedAt, endedAt } = segment;
  return { id: gapIdOf(footageId, startedAt), day, cameraId, footageId, startedAt, endedAt, cause };
}

function timeOf(ms: number): Date {
  return new Date(Math.round(ms));
}
