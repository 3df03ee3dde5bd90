import type { KeeperStatus } from '../../keeper/client/keeper-client.ts';
import { DAY_MS, utcDayOf, type UtcDay } from '../../pipeline/time/utc-day.ts';
import type { RetentionRule } from '../../store/schema/retention.ts';
import { daysOf } from '../../store/retention/retention-rules.ts';
import {
  RETENTION_KINDS,
  type RetentionKind,
  type RetentionSettings,
} from '../../store/retention/retention-settings.ts';

/** What goes: every row and object of a day before the first kept one. */
export interface Cutoffs {
  /** Of all cameras. Null: nothing of the kind, while the clock isn't believed. */
  readonly site: Readonly<Record<RetentionKind, UtcDay | null>>;
  /** Of cameras that keep less long than that. */
  readonly cameras: readonly {
    readonly cameraId: string;
    readonly kind: RetentionKind;
    readonly firstKept: UtcDay;
  }[];
}

/**
 * Bytes go only where keys went before: of sealed kinds, the keeper's ratchets say where. While the
 * keeper holds back a leap of the clock, nothing goes by the clock alone.
 */
export function cutoffsOf(
  status: Pick<KeeperStatus, 'ratchets' | 'clockLeap'>,
  settings: RetentionSettings,
  rules: readonly RetentionRule[],
  nowMs: number,
): Cutoffs {
  const believed = status.clockLeap === null;
  const firstKept = (days: number): UtcDay => utcDayOf(nowMs - days * DAY_MS);
  const heldFrom = (name: string): UtcDay | null =>
    status.ratchets.find((ratchet) => ratchet.name === name)?.heldFrom ?? null;
  const site = {
    reads: heldFrom('reads'),
    footage: heldFrom('footage'),
    crops: heldFrom('crops'),
    tracks: believed ? firstKept(settings.days.tracks) : null,
  };
  const cameras = !believed
    ? []
    : rules.flatMap((rule) => {
        const days = daysOf(rule);
        return RETENTION_KINDS.flatMap((kind) => {
          const ofKind = days[kind];
          if (ofKind === undefined) return [];
          const day = firstKept(ofKind);
          const shorter = day > (site[kind] ?? '');
          return shorter ? [{ cameraId: rule.cameraId, kind, firstKept: day }] : [];
        });
      });
  return { site, cameras };
}
