import { dayKeysOf, forgetDayKeys, nextState, type DayKeys } from './ratchet.ts';

/** A ratchet in memory. Days are numbers, whole days since 1970-01-01. */
export interface LiveRatchet {
  /** The oldest day whose keys can be derived. */
  readonly oldest: number;
  readonly state: Buffer;
  /** Throws nothing: ask for days from `oldest` on only. */
  keysOf(day: number): DayKeys;
  /** A copy that begins at the later day `oldest`; this one stays as it is. */
  movedTo(oldest: number): LiveRatchet;
  /** Overwrites everything it holds and everything it handed out. */
  forget(): void;
}

export function liveRatchet(name: string, oldest: number, state: Buffer): LiveRatchet {
  /** Of the days from `oldest` on, without holes. */
  const keys: DayKeys[] = [];
  /** State of the day after the last of `keys`. */
  let next: Buffer = Buffer.from(state);
  return {
    oldest,
    state,
    keysOf(day) {
      while (keys.length <= day - oldest) {
        keys.push(dayKeysOf(next, name));
        const following = nextState(next);
        next.fill(0);
        next = following;
      }
      return keys[day - oldest]!;
    },
    movedTo(later) {
      let moved: Buffer = Buffer.from(state);
      for (let day = oldest; day < later; day++) {
        const following = nextState(moved);
        moved.fill(0);
        moved = following;
      }
      return liveRatchet(name, later, moved);
    },
    forget() {
      for (const each of keys) forgetDayKeys(each);
      keys.length = 0;
      state.fill(0);
      next.fill(0);
    },
  };
}
