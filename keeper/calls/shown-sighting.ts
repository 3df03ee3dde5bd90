import type { ObjectClaims } from '../client/object-header.ts';

/** How far a sighting's moment may lie outside the object that shows it: a vehicle passes in less. */
const SIGHTING_SLACK_MS = 60_000;

/** Whether the object may show the sighting. */
export function shows(
  object: Pick<ObjectClaims, 'cameraId' | 'startMs' | 'endMs'>,
  row: { readonly cameraId: string; readonly capturedAtMs: number },
): boolean {
  return (
    row.cameraId === object.cameraId &&
    row.capturedAtMs >= object.startMs - SIGHTING_SLACK_MS &&
    row.capturedAtMs <= object.endMs + SIGHTING_SLACK_MS
  );
}
