import { DAY_MS, utcDayOf, type UtcDay } from '../../pipeline/time/utc-day.ts';
import type { RetentionRule } from '../schema/retention.ts';
import { daysOf } from './retention-rules.ts';
import type { RetentionDays, RetentionKind } from './retention-settings.ts';

/** The oldest day of a camera that may still be shown. */
export type KeptFrom = (cameraId: string) => UtcDay;

/** By the clock alone, whether what expired has been deleted or not. */
export function keptFrom(
  kind: RetentionKind,
  site: RetentionDays,
  rules: readonly RetentionRule[],
  nowMs: number,
): KeptFrom {
  const shorter = new Map(rules.map((rule) => [rule.cameraId, daysOf(rule)[kind]]));
  return (cameraId) => {
    const days = Math.min(site[kind], shorter.get(cameraId) ?? Infinity);
    return utcDayOf(nowMs - days * DAY_MS);
  };
}
