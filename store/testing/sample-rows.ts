import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import type { CameraToSave } from '../cameras.ts';
import { footageIdOf, gapIdOf, segmentIdOf, sightingIdOf, trackIdOf } from '../identity.ts';
import type { NewFootage, NewGap, NewSegment, NewSighting, NewTrack } from '../schema.ts';

const SEGMENT_MS = 4_000;

/** Rows of one footage as an import would make them; `change` replaces what a test is about. */
export function sampleFootage(startedAt = new Date('2026-05-01T10:00:00Z'), cameraId = 'north') {
  const footageId = footageIdOf(cameraId, 'ab'.repeat(32), startedAt);
  const at = (ms: number): Date => new Date(startedAt.getTime() + ms);

  const camera: CameraToSave = { id: cameraId, region: 'eu' };
  const footage: NewFootage = {
    id: footageId,
    cameraId,
    fileName: 'north.mp4',
    sha256: 'ab'.repeat(32),
    startedAt,
    clockSource: 'given',
    durationMs: 3 * SEGMENT_MS,
    status: 'importing',
  };
  const segment = (sequence: number, change: Partial<NewSegment> = {}): NewSegment => ({
    id: segmentIdOf(footageId, sequence),
    day: utcDayOf(at(sequence * SEGMENT_MS).getTime()),
    cameraId,
    footageId,
    sequence,
    startedAt: at(sequence * SEGMENT_MS),
    endedAt: at((sequence + 1) * SEGMENT_MS),
    objectKey: `footage/${footageId}/${sequence}`,
    byteCount: 123_456n,
    status: 'stored',
    ...change,
  });
  const track = (number: number, change: Partial<NewTrack> = {}): NewTrack => ({
    id: trackIdOf(footageId, number),
    day: utcDayOf(at(number * 100).getTime()),
    cameraId,
    footageId,
    segmentId: segmentIdOf(footageId, 0),
    number,
    objectClass: 'car',
    colour: 'red',
    colourConfidence: 0.75,
    directionDeg: 90,
    firstAt: at(number * 100),
    lastAt: at(number * 100 + 900),
    bestAt: at(number * 100 + 400),
    clockSource: 'given',
    ...change,
  });
  const sighting = (number: number, change: Partial<NewSighting> = {}): NewSighting => ({
    id: sightingIdOf(trackIdOf(footageId, number)),
    day: utcDayOf(at(number * 100 + 400).getTime()),
    cameraId,
    trackId: trackIdOf(footageId, number),
    segmentId: segmentIdOf(footageId, 0),
    capturedAt: at(number * 100 + 400),
    clockSource: 'given',
    confidence: 0.5,
    objectClass: 'car',
    colour: 'red',
    sealed: Uint8Array.from([number, 0, 255]),
    skeletonToken: BigInt(number),
    partTokens: [BigInt(-number), 1_000n],
    ...change,
  });
  const gap = (startMs: number, change: Partial<NewGap> = {}): NewGap => ({
    id: gapIdOf(footageId, at(startMs)),
    day: utcDayOf(at(startMs).getTime()),
    cameraId,
    footageId,
    startedAt: at(startMs),
    endedAt: at(startMs + SEGMENT_MS),
    cause: 'DECODE_FAILED',
    ...change,
  });
  return { footageId, camera, footage, segment, track, sighting, gap, at };
}
