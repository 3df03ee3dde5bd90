import { WaysideError } from '../pipeline/errors.ts';
import { DAY_MS, utcDayOf, type UtcDay } from '../pipeline/time/utc-day.ts';
import type { ClockSource } from '../pipeline/time/clock-source.ts';

/** When the footage was taken, and how that is known. */
export interface FootageStart {
  readonly startedAt: Date;
  readonly clockSource: ClockSource;
}

export interface StartEvidence {
  /** As the user said. */
  readonly given: Date | null;
  /** ISO 8601, as the container says; null where it doesn't. */
  readonly creationTime: string | null;
  readonly now: Date;
  /** The oldest day whose keys are left. */
  readonly oldestDay: UtcDay;
}

/**
 * Takes the given time, else the container's if it lies inside the retention and not in the future,
 * else now.
 * @throws WaysideError EXPIRED, TIME_INVALID: for a given time only.
 */
export function footageStart({ given, creationTime, now, oldestDay }: StartEvidence): FootageStart {
  // A camera's clock may be ahead of ours by its time zone.
  const latestMs = now.getTime() + DAY_MS;
  if (given !== null) {
    assertKept(given, oldestDay);
    if (given.getTime() > latestMs) {
      throw new WaysideError('TIME_INVALID', `${given.toISOString()} lies in the future`);
    }
    return { startedAt: given, clockSource: 'given' };
  }
  const createdMs = Date.parse(creationTime ?? '');
  if (createdMs <= latestMs && utcDayOf(createdMs) >= oldestDay) {
    return { startedAt: new Date(createdMs), clockSource: 'container' };
  }
  return { startedAt: now, clockSource: 'import' };
}

/** @throws WaysideError EXPIRED */
export function assertKept(startedAt: Date, oldestDay: UtcDay): void {
  if (utcDayOf(startedAt.getTime()) >= oldestDay) return;
  throw new WaysideError(
    'EXPIRED',
    `footage of ${startedAt.toISOString()} is older than what is kept (since ${oldestDay})`,
    { details: { startedAt: startedAt.toISOString(), oldestDay } },
  );
}
