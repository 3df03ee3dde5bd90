import { WaysideError } from '../pipeline/errors.ts';
import {
  dayNumberOf,
  dayOfNumber,
  utcDayOf,
  DAY_MS,
  type UtcDay,
} from '../pipeline/time/utc-day.ts';
import type { Kind } from './client/protocol.ts';
import { ratchetName, type RatchetName } from './client/retention-class.ts';
import { clockFromFile, fileOf, ratchetFromFile, type KeptRatchet } from './kept-ratchet.ts';
import { newRatchet, readKeyring, writeKeyring } from './keyring-file.ts';
import type { DayKeys } from './ratchet.ts';
import { believeClock, lookAtClock, type SeenClock } from './seen-clock.ts';

/** How far ahead of the clock a day may be: cameras' clocks are off by less. */
export const FUTURE_DAYS = 2;
/** Most days a ratchet may hold; at about 30 µs a day the first look-up of the last one is quick. */
const MOST_DAYS = 4_000;
/** Each class of a kind makes a search ask for its tokens too. */
export const MOST_CLASSES = 16;

/** A ratchet that has to move, or, with `to` null, holds nothing any more and has to go. */
export interface RatchetMove {
  readonly name: RatchetName;
  readonly from: UtcDay;
  readonly to: UtcDay | null;
}

export interface RatchetState {
  readonly name: RatchetName;
  readonly kind: Kind;
  /** How long it keeps a day, now. */
  readonly days: number;
  /** The oldest day it gives keys of. */
  readonly oldestDay: UtcDay;
  /** The oldest day whose keys still exist: before `oldestDay` while a leap is held back. */
  readonly heldFrom: UtcDay;
}

/** The keys of every unexpired day, by kind and class. Days are UTC dates. */
export interface Keyring {
  /** Of the site's own ratchets: what is older is refused. */
  oldestDays(): Record<Kind, UtcDay>;
  ratchets(): readonly RatchetState[];
  clock(): SeenClock;
  /**
   * Throws EXPIRED before the oldest day by the clock, whether or not the ratchet was moved, and for a
   * class that is gone; TIME_INVALID for no date or one too far ahead.
   */
  dayKeys(name: RatchetName, day: UtcDay): DayKeys;
  /** Ratchets of the kind with keys of that day, the site's own first. */
  namesFor(kind: Kind, day: UtcDay): readonly RatchetName[];
  /**
   * The ratchet to seal the day under: the site's own, or that of the class when `retentionDays` are
   * fewer; a class that is new is written down first. Throws USAGE when there are too many classes.
   */
  nameToSeal(kind: Kind, retentionDays: number | undefined, day: UtcDay): Promise<RatchetName>;
  /** What the clock, as far as it is believed, asks to be moved now. */
  dueMoves(): readonly RatchetMove[];
  /** Looks at the clock and writes down what it saw; false when nothing changed. */
  noteClock(): Promise<boolean>;
  /** Ends a held-back leap: the clock is right. */
  believeClock(): Promise<void>;
  /** The ratchets of the kind, or its one class, that an operator's move to that day would move. */
  movesTo(kind: Kind, days: number | null, oldestDay: UtcDay): readonly RatchetMove[];
  /** Throws as `moveForward` would, and changes nothing. */
  checkMove(oldestDay: UtcDay): void;
  /** Forgets, in memory and on disk and for good. What is forgotten already changes nothing. */
  moveForward(moves: readonly RatchetMove[]): Promise<void>;
}

/**
 * `nowMs`: the clock, milliseconds since the Unix epoch; `siteDays`: how long each kind is kept. Throws
 * KEYRING_INVALID.
 */
export async function openKeyring(
  file: string,
  nowMs: () => number,
  siteDays: Readonly<Record<Kind, number>>,
): Promise<Keyring> {
  const stored = await readKeyring(file, oldestDayKept(nowMs(), siteDays.crops));
  const kept = new Map<RatchetName, KeptRatchet>();
  for (const [name, ratchet] of Object.entries(stored.ratchets)) {
    kept.set(name, ratchetFromFile(name, ratchet));
  }
  let clock = clockFromFile(stored, nowMs());
  let turn: Promise<unknown> = Promise.resolve();

  const today = () => Math.max(Math.floor(nowMs() / DAY_MS), clock.seenDay);
  const daysOf = ({ kind, classDays }: KeptRatchet) =>
    Math.min(classDays ?? Infinity, siteDays[kind]);
  const oldestOf = (ratchet: KeptRatchet) =>
    Math.max(ratchet.live.oldest, today() - daysOf(ratchet));

  /** One change of the file at a time; the change is in the file before `apply`. */
  const change = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const write = (ratchets: ReadonlyMap<RatchetName, KeptRatchet>, seen: SeenClock) =>
    writeKeyring(file, fileOf(ratchets, seen));

  const addClass = (kind: Kind, days: number, day: number) =>
    change(async () => {
      const name = ratchetName(kind, days);
      const known = kept.get(name);
      if (known?.sealedThrough != null && known.sealedThrough >= day) return;
      const classes = [...kept.values()].filter((each) => each.kind === kind).length - 1;
      if (known === undefined && classes >= MOST_CLASSES) {
        throw new WaysideError(
          'USAGE',
          `${kind} are kept for ${MOST_CLASSES} different numbers of days already`,
          { details: { kind, atMost: MOST_CLASSES } },
        );
      }
      const base = known ?? ratchetFromFile(name, newRatchet(dayOfNumber(today() - days)));
      const next = new Map(kept).set(name, { ...base, sealedThrough: day });
      await write(next, clock);
      kept.set(name, next.get(name)!);
    });

  const checkMove = (oldestDay: UtcDay) => {
    const day = dayNumberOf(oldestDay);
    if (Number.isNaN(day) || day > today() + 1) {
      throw timeInvalid(
        oldestDay,
        `the ratchet can be moved to ${dayOfNumber(today() + 1)} at most`,
      );
    }
  };

  const noteClock = (look: (before: SeenClock, nowMs: number) => SeenClock) =>
    change(async () => {
      const seen = look(clock, nowMs());
      if (seen === clock) return false;
      await write(kept, seen);
      clock = seen;
      return true;
    });

  return {
    oldestDays() {
      const oldest = (kind: Kind) => dayOfNumber(oldestOf(kept.get(kind)!));
      return { reads: oldest('reads'), footage: oldest('footage'), crops: oldest('crops') };
    },
    ratchets: () =>
      [...kept].map(([name, ratchet]) => ({
        name,
        kind: ratchet.kind,
        days: daysOf(ratchet),
        oldestDay: dayOfNumber(oldestOf(ratchet)),
        heldFrom: dayOfNumber(ratchet.live.oldest),
      })),
    clock: () => clock,

    dayKeys(name, day) {
      const number = dayNumberOf(day);
      if (Number.isNaN(number)) throw timeInvalid(day, 'it is no date');
      const ratchet = kept.get(name);
      if (ratchet === undefined) throw expired(name, day, null);
      const latest = Math.min(today() + FUTURE_DAYS, ratchet.live.oldest + MOST_DAYS);
      if (number > latest) throw timeInvalid(day, `it is after ${dayOfNumber(latest)}`);
      const oldest = oldestOf(ratchet);
      if (number < oldest) throw expired(name, day, dayOfNumber(oldest));
      return ratchet.live.keysOf(number);
    },

    namesFor(kind, day) {
      const number = dayNumberOf(day);
      return [...kept]
        .filter(([, ratchet]) => {
          const { sealedThrough } = ratchet;
          if (ratchet.kind !== kind || number < oldestOf(ratchet)) return false;
          return sealedThrough === null || number <= sealedThrough;
        })
        .map(([name]) => name);
    },

    async nameToSeal(kind, retentionDays, day) {
      if (retentionDays === undefined || retentionDays >= siteDays[kind]) return kind;
      const name = ratchetName(kind, retentionDays);
      const number = dayNumberOf(day);
      const sealedThrough = kept.get(name)?.sealedThrough ?? -Infinity;
      const inReach = number <= today() + FUTURE_DAYS && number >= today() - retentionDays;
      // A day out of reach is refused by `dayKeys`, and leaves no trace here.
      if (sealedThrough < number && inReach) await addClass(kind, retentionDays, number);
      return name;
    },

    dueMoves() {
      const moves: RatchetMove[] = [];
      for (const [name, ratchet] of kept) {
        const { oldest } = ratchet.live;
        const target = clock.seenDay - daysOf(ratchet);
        const empty = ratchet.sealedThrough !== null && ratchet.sealedThrough < target;
        if (target <= oldest) continue;
        moves.push({
          name,
          from: dayOfNumber(oldest),
          to: empty ? null : dayOfNumber(target),
        });
      }
      return moves;
    },

    noteClock: () => noteClock(lookAtClock),
    async believeClock() {
      await noteClock(believeClock);
    },

    movesTo(kind, days, oldestDay) {
      checkMove(oldestDay);
      const target = dayNumberOf(oldestDay);
      return [...kept]
        .filter(([, each]) => each.kind === kind && (days === null || each.classDays === days))
        .filter(([, { live }]) => live.oldest < target)
        .map(([name, { live }]) => ({ name, from: dayOfNumber(live.oldest), to: oldestDay }));
    },

    checkMove,
    moveForward: (moves) =>
      change(async () => {
        const next = new Map(kept);
        for (const { name, to } of moves) {
          const ratchet = kept.get(name);
          if (ratchet === undefined) continue;
          if (to === null) {
            next.delete(name);
            continue;
          }
          checkMove(to);
          const target = dayNumberOf(to);
          if (target > ratchet.live.oldest) {
            next.set(name, { ...ratchet, live: ratchet.live.movedTo(target) });
          }
        }
        await write(next, clock);
        // Only once the file has forgotten: a keeper that goes on without it must not look as if it had.
        for (const [name, ratchet] of kept) {
          const moved = next.get(name);
          if (moved?.live === ratchet.live) continue;
          ratchet.live.forget();
          if (moved === undefined) kept.delete(name);
          else kept.set(name, moved);
        }
      }),
  };
}

function expired(name: RatchetName, day: UtcDay, oldestDay: UtcDay | null): WaysideError {
  const why = oldestDay === null ? 'nothing of that class is left' : `${oldestDay} is the oldest`;
  return new WaysideError('EXPIRED', `the ${name} of ${day} expired: ${why}`, {
    details: { kind: name, day, ...(oldestDay === null ? {} : { oldestDay }) },
  });
}

function timeInvalid(day: string, why: string): WaysideError {
  return new WaysideError('TIME_INVALID', `the day ${day} can't be used: ${why}`, {
    details: { day },
  });
}

/** The oldest day that a retention of so many days keeps. */
export function oldestDayKept(nowMs: number, retentionDays: number): UtcDay {
  return utcDayOf(nowMs - retentionDays * DAY_MS);
}
