import type { Actor } from './actor.ts';

/** Whom a proof is from, and the ids whose change ends it: of the user and of the key. */
export interface KnownActor {
  readonly actor: Actor;
  readonly subjects: readonly string[];
}

/** Whom cookies and keys are from, for some seconds, so that a request rarely asks the database. */
export interface ActorCache {
  /** Undefined when not known; then `load` it. */
  get(proof: string): Promise<KnownActor | null> | undefined;
  /** Many requests at once with the same proof share one look-up. Nobody is not remembered. */
  load(proof: string, look: () => Promise<KnownActor | null>): Promise<KnownActor | null>;
  /** After any change of the user or key: the next request asks the database. */
  forget(subject: string): void;
}

interface Entry {
  readonly known: Promise<KnownActor | null>;
  /** Null while it is looked up. */
  subjects: readonly string[] | null;
  readonly untilMs: number;
}

/** Another API process on the same database learns of an end that much later. */
export const ACTOR_CACHE_MS = 5_000;
const MAX_ENTRIES = 10_000;

export function createActorCache(nowMs: () => number): ActorCache {
  const entries = new Map<string, Entry>();
  return {
    get(proof) {
      const entry = entries.get(proof);
      if (entry === undefined) return undefined;
      if (entry.untilMs > nowMs()) return entry.known;
      entries.delete(proof);
      return undefined;
    },

    async load(proof, look) {
      const known = look();
      const entry: Entry = { known, subjects: null, untilMs: nowMs() + ACTOR_CACHE_MS };
      entries.set(proof, entry);
      // The oldest go first: a Map keeps the order of insertion.
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
      const drop = () => {
        if (entries.get(proof) === entry) entries.delete(proof);
      };
      try {
        const found = await known;
        if (found === null) drop();
        else entry.subjects = found.subjects;
        return found;
      } catch (error) {
        drop();
        throw error;
      }
    },

    forget(subject) {
      for (const [proof, { subjects }] of entries) {
        // What is being looked up may have been read before the change.
        if (subjects === null || subjects.includes(subject)) entries.delete(proof);
      }
    },
  };
}
