import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';
import {
  dayNumberOf,
  dayOfNumber,
  utcDayOf,
  DAY_MS,
  type UtcDay,
} from '../pipeline/time/utc-day.ts';
import { KINDS, type Kind } from './client/protocol.ts';
import { dayKeysOf, forgetDayKeys, nextState, STATE_BYTES, type DayKeys } from './ratchet.ts';
import { replaceSecretFile } from './secret-file.ts';

/** How far ahead of the clock a day may be: cameras' clocks are off by less. */
export const FUTURE_DAYS = 2;
/** Most days a ratchet may hold; at about 30 µs a day the first look-up of the last one is quick. */
const MOST_DAYS = 4_000;

const Ratchet = Type.Object({ oldestDay: Type.String(), state: Type.String() });
const KeyringFile = Type.Object({
  version: Type.Literal(2),
  ratchets: Type.Object({ reads: Ratchet, footage: Ratchet, crops: Ratchet }),
});
type KeyringFile = Static<typeof KeyringFile>;
/** Crops were sealed as footage then, and their headers say so. */
const KeyringFile1 = Type.Object({
  version: Type.Literal(1),
  ratchets: Type.Object({ reads: Ratchet, footage: Ratchet }),
});

/** The keys of every unexpired day, by kind. Days are UTC dates. */
export interface Keyring {
  oldestDays(): Record<Kind, UtcDay>;
  /** Throws EXPIRED before the oldest day, TIME_INVALID for no date or one too far ahead. */
  dayKeys(kind: Kind, day: UtcDay): DayKeys;
  /** Throws as `moveForward` would, and changes nothing. */
  checkMove(oldestDay: UtcDay): void;
  /**
   * Forgets every day before `oldestDay` in memory and on disk, for good. A day that is already
   * forgotten changes nothing. Throws TIME_INVALID for no date or one after tomorrow.
   */
  moveForward(kind: Kind, oldestDay: UtcDay): Promise<void>;
}

interface LiveRatchet {
  oldest: number;
  state: Buffer;
  /** Keys of the days from `oldest` on, without holes, and the state of the day after the last. */
  keys: DayKeys[];
  next: Buffer;
}

/** Writes a new keyring with random states. An existing file would be lost: check first. */
export async function createKeyring(
  file: string,
  oldestDays: Readonly<Record<Kind, UtcDay>>,
): Promise<void> {
  const contents: KeyringFile = {
    version: 2,
    ratchets: {
      reads: newRatchet(oldestDays.reads),
      footage: newRatchet(oldestDays.footage),
      crops: newRatchet(oldestDays.crops),
    },
  };
  await replaceSecretFile(file, JSON.stringify(contents));
}

/**
 * `nowMs`: the clock, milliseconds since the Unix epoch; `cropsDays`: how far back the crops of a
 * keyring begin that had none. Throws KEYRING_INVALID.
 */
export async function openKeyring(
  file: string,
  nowMs: () => number,
  cropsDays = 30,
): Promise<Keyring> {
  const stored = await readKeyring(file, oldestDayKept(nowMs(), cropsDays));
  const live = Object.fromEntries(
    KINDS.map((kind) => {
      const state = Buffer.from(stored.ratchets[kind].state, 'base64');
      const oldest = dayNumberOf(stored.ratchets[kind].oldestDay);
      return [kind, { oldest, state, keys: [], next: Buffer.from(state) }];
    }),
  ) as unknown as Record<Kind, LiveRatchet>;
  const oldestDays = () => ({
    reads: dayOfNumber(live.reads.oldest),
    footage: dayOfNumber(live.footage.oldest),
    crops: dayOfNumber(live.crops.oldest),
  });
  const today = () => Math.floor(nowMs() / DAY_MS);
  let moving: Promise<void> = Promise.resolve();

  const checkMove = (oldestDay: UtcDay) => {
    const day = dayNumberOf(oldestDay);
    if (Number.isNaN(day) || day > today() + 1) {
      throw timeInvalid(
        oldestDay,
        `the ratchet can be moved to ${dayOfNumber(today() + 1)} at most`,
      );
    }
  };

  const move = async (kind: Kind, oldestDay: UtcDay) => {
    checkMove(oldestDay);
    const ratchet = live[kind];
    const target = dayNumberOf(oldestDay);
    if (target <= ratchet.oldest) return;
    let state = ratchet.state;
    for (let day = ratchet.oldest; day < target; day++) {
      const following = nextState(state);
      if (state !== ratchet.state) state.fill(0);
      state = following;
    }
    const ratchets = { ...serialise(live), [kind]: { oldestDay, state: state.toString('base64') } };
    await replaceSecretFile(file, JSON.stringify({ version: 2, ratchets }));
    // Only once the file has forgotten: a keeper that goes on without it must not look as if it had.
    for (const keys of ratchet.keys) forgetDayKeys(keys);
    ratchet.state.fill(0);
    ratchet.next.fill(0);
    live[kind] = { oldest: target, state, keys: [], next: Buffer.from(state) };
  };

  return {
    oldestDays,
    dayKeys(kind, day) {
      const number = dayNumberOf(day);
      const ratchet = live[kind];
      const latest = Math.min(today() + FUTURE_DAYS, ratchet.oldest + MOST_DAYS);
      if (Number.isNaN(number)) throw timeInvalid(day, 'it is no date');
      if (number > latest) throw timeInvalid(day, `it is after ${dayOfNumber(latest)}`);
      if (number < ratchet.oldest) {
        const oldestDay = dayOfNumber(ratchet.oldest);
        throw new WaysideError(
          'EXPIRED',
          `the ${kind} of ${day} expired: ${oldestDay} is the oldest`,
          {
            details: { kind, day, oldestDay },
          },
        );
      }
      while (ratchet.keys.length <= number - ratchet.oldest) {
        ratchet.keys.push(dayKeysOf(ratchet.next, kind));
        const following = nextState(ratchet.next);
        ratchet.next.fill(0);
        ratchet.next = following;
      }
      return ratchet.keys[number - ratchet.oldest]!;
    },
    checkMove,
    moveForward(kind, oldestDay) {
      const moved = moving.then(() => move(kind, oldestDay));
      moving = moved.catch(() => undefined);
      return moved;
    },
  };
}

function serialise(live: Readonly<Record<Kind, LiveRatchet>>): KeyringFile['ratchets'] {
  const of = ({ oldest, state }: LiveRatchet) => ({
    oldestDay: dayOfNumber(oldest),
    state: state.toString('base64'),
  });
  return { reads: of(live.reads), footage: of(live.footage), crops: of(live.crops) };
}

function newRatchet(oldestDay: UtcDay): Static<typeof Ratchet> {
  return { oldestDay, state: randomBytes(STATE_BYTES).toString('base64') };
}

async function readKeyring(file: string, oldestCrops: UtcDay): Promise<KeyringFile> {
  let contents: unknown;
  try {
    contents = JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    throw new WaysideError('KEYRING_INVALID', `the keyring ${file} can't be read`, { cause });
  }
  if (Check(KeyringFile1, contents)) {
    const migrated: KeyringFile = {
      version: 2,
      ratchets: { ...contents.ratchets, crops: newRatchet(oldestCrops) },
    };
    await replaceSecretFile(file, JSON.stringify(migrated));
    contents = migrated;
  }
  if (Check(KeyringFile, contents) && Object.values(contents.ratchets).every(isSound)) {
    return contents;
  }
  throw new WaysideError('KEYRING_INVALID', `the keyring ${file} is damaged`);
}

function isSound({ oldestDay, state }: Static<typeof Ratchet>): boolean {
  const stateBytes = Buffer.from(state, 'base64').length;
  return !Number.isNaN(dayNumberOf(oldestDay)) && stateBytes === STATE_BYTES;
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
