import { DAY_MS, dayNumberOf, dayOfNumber } from '../pipeline/time/utc-day.ts';
import type { Kind } from './client/protocol.ts';
import { retentionClassOf, type RatchetName } from './client/retention-class.ts';
import type { KeyringFile, StoredRatchet } from './keyring-file.ts';
import { liveRatchet, type LiveRatchet } from './live-ratchet.ts';
import type { SeenClock } from './seen-clock.ts';

/** A ratchet of the keyring, with what its name says. */
export interface KeptRatchet {
  readonly kind: Kind;
  /** Null: the site's. */
  readonly classDays: number | null;
  readonly live: LiveRatchet;
  /** Of a class: the last day sealed under it. */
  readonly sealedThrough: number | null;
}

export function ratchetFromFile(name: RatchetName, stored: StoredRatchet): KeptRatchet {
  const { kind, days } = retentionClassOf(name)!;
  const state = Buffer.from(stored.state, 'base64');
  const { sealedThrough } = stored;
  return {
    kind,
    classDays: days,
    live: liveRatchet(name, dayNumberOf(stored.oldestDay), state),
    // A class that doesn't say is not taken for an empty one.
    sealedThrough: days === null ? null : dayNumberOf(sealedThrough ?? '9999-12-31'),
  };
}

export function clockFromFile({ clock }: KeyringFile, nowMs: number): SeenClock {
  if (clock === undefined) return { seenDay: Math.floor(nowMs / DAY_MS), leap: null };
  const { seenDay, leap } = clock;
  return {
    seenDay: dayNumberOf(seenDay),
    leap:
      leap === undefined
        ? null
        : { toDay: dayNumberOf(leap.toDay), sinceMs: Date.parse(leap.since) },
  };
}

export function fileOf(
  kept: ReadonlyMap<RatchetName, KeptRatchet>,
  { seenDay, leap }: SeenClock,
): KeyringFile {
  const ratchets = [...kept].map(([name, { live, sealedThrough }]) => [
    name,
    {
      oldestDay: dayOfNumber(live.oldest),
      state: live.state.toString('base64'),
      ...(sealedThrough === null ? {} : { sealedThrough: dayOfNumber(sealedThrough) }),
    },
  ]);
  return {
    version: 2,
    ratchets: Object.fromEntries(ratchets) as KeyringFile['ratchets'],
    clock: {
      seenDay: dayOfNumber(seenDay),
      ...(leap === null
        ? {}
        : {
            leap: { toDay: dayOfNumber(leap.toDay), since: new Date(leap.sinceMs).toISOString() },
          }),
    },
  };
}
