import { createHash } from 'node:crypto';

/**
 * A UUID (version 8, RFC 9562) out of a SHA-256 over length-prefixed parts: the same parts give the
 * same id, so a job that runs twice writes the same rows.
 */
export function deterministicId(kind: string, ...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256');
  for (const part of [kind, ...parts.map(String)]) {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  }
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** `startedAt` takes part only when the user gave it: a file imported again goes on. */
export function footageIdOf(cameraId: string, sha256: string, givenStartedAt: Date | null): string {
  return deterministicId('footage', cameraId, sha256, givenStartedAt?.toISOString() ?? '');
}

/** Of a run of a camera's stream. */
export function streamIdOf(cameraId: string, startedAt: Date): string {
  return deterministicId('stream', cameraId, startedAt.toISOString());
}

export function segmentIdOf(footageId: string, sequence: number): string {
  return deterministicId('segment', footageId, sequence);
}

/** @param ownerId the footage's, or the camera's where nothing was recorded */
export function gapIdOf(ownerId: string, startedAt: Date): string {
  return deterministicId('gap', ownerId, startedAt.toISOString());
}

/** @param number the track's number in its footage, from 1 */
export function trackIdOf(footageId: string, number: number): string {
  return deterministicId('track', footageId, number);
}

/** A track has one fused plate, so one sighting. */
export function sightingIdOf(trackId: string): string {
  return deterministicId('sighting', trackId);
}
