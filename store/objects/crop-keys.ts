import type { UtcDay } from '../../pipeline/time/utc-day.ts';

/** A vehicle's picture; the same picture keeps the same name. */
export function cropKey(day: UtcDay, segmentId: string, cropId: string): string {
  return `crops/${day}/${segmentId}/${cropId}`;
}

/** The same picture without any plate. */
export function maskedCropKey(ownCropKey: string): string {
  return `${ownCropKey}.masked`;
}

/** What the picture shows, by its name. */
export function cropPlaceOf(ownCropKey: string): {
  readonly day: UtcDay;
  readonly segmentId: string;
  readonly cropId: string;
} {
  const [, day, segmentId, cropId] = ownCropKey.split('/') as [string, string, string, string];
  return { day, segmentId, cropId };
}
