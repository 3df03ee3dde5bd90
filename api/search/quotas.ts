import type { Kysely } from 'kysely';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { addUsage, usageOf, type Usage } from '../../store/cases/search-usage.ts';
import type { Schema } from '../../store/schema.ts';
import type { SearchQuotaLimits } from './search-config.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FLUSH_MS = 1_000;

/**
 * How much each person searches, counted by the hour (UTC). Counts are kept here and written behind in
 * batches, so that a search waits for no write; what a crash loses is the last second's. Several
 * processes learn of each other's counts when a person first searches, and then each hour.
 */
export interface SearchQuotas {
  /**
   * Counts a search that is about to be made. Throws QUOTA_EXCEEDED, after the refusal is in the log;
   * AUDIT_UNAVAILABLE.
   */
  take(by: AskedBy): Promise<void>;
  /** Counts what a search gave. */
  addResults(by: AskedBy, results: number): void;
  /** Writes what isn't written yet. */
  flush(): Promise<void>;
  /** Flushes and ends. */
  close(): Promise<void>;
}

interface Counted {
  searches: number;
  results: number;
  /** Of these, what the database has still to learn. */
  newSearches: number;
  newResults: number;
}

/** A person's hours of the last day, by their start in milliseconds since the Unix epoch. */
type Hours = Map<number, Counted>;

export function openSearchQuotas(
  services: {
    readonly db: Kysely<Schema>;
    readonly keeper: Pick<KeeperClient, 'recordEvent'>;
    readonly nowMs: () => number;
  },
  limits: SearchQuotaLimits,
): SearchQuotas {
  const { db, keeper, nowMs } = services;
  const holders = new Map<string, { readonly hours: Hours; readonly readInHour: number }>();
  const reading = new Map<string, Promise<Hours>>();
  let flushing: Promise<void> = Promise.resolve();

  const hoursOf = async (holder: string): Promise<Hours> => {
    const hour = hourOf(nowMs());
    const known = holders.get(holder);
    if (known?.readInHour === hour) return known.hours;
    const underWay = reading.get(holder) ?? readHours(holder, hour);
    reading.set(holder, underWay);
    return underWay.finally(() => reading.delete(holder));
  };

  const readHours = async (holder: string, hour: number): Promise<Hours> => {
    // First what is counted here, lest it be forgotten.
    await flush();
    const hours: Hours = new Map();
    for (const usage of await usageOf(db, holder, new Date(hour - DAY_MS))) {
      const { searches, results } = usage;
      hours.set(usage.hour.getTime(), { searches, results, newSearches: 0, newResults: 0 });
    }
    holders.set(holder, { hours, readInHour: hour });
    return hours;
  };

  const flushNow = async (): Promise<void> => {
    const usages: Usage[] = [];
    for (const [holder, { hours }] of holders) {
      for (const [hour, counted] of hours) {
        const { newSearches: searches, newResults: results } = counted;
        if (searches === 0 && results === 0) continue;
        usages.push({ holder, hour: new Date(hour), searches, results });
        counted.newSearches = 0;
        counted.newResults = 0;
      }
    }
    try {
      await addUsage(db, usages);
    } catch (error) {
      for (const { holder, hour, searches, results } of usages) {
        const counted = countedIn(holders.get(holder)!.hours, hour.getTime());
        counted.newSearches += searches;
        counted.newResults += results;
      }
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    const flushed = flushing.then(flushNow);
    flushing = flushed.catch(() => undefined);
    return flushed;
  };
  // Tried again a second later; counts stay here meanwhile.
  const timer = setInterval(() => void flush().catch(() => undefined), FLUSH_MS);
  timer.unref();

  return {
    async take(by) {
      const hours = await hoursOf(by.name);
      const exceeded = exceededIn(hours, nowMs(), limits);
      if (exceeded !== null) {
        const refusal = new WaysideError(
          'QUOTA_EXCEEDED',
          `${exceeded.used} ${exceeded.what} are counted already, ${exceeded.atMost} at most`,
          { details: { ...exceeded } },
        );
        const { code, message } = refusal;
        await keeper.recordEvent({ by, action: 'request-denied', particulars: { code, message } });
        throw refusal;
      }
      const counted = countedIn(hours, hourOf(nowMs()));
      counted.searches++;
      counted.newSearches++;
    },
    addResults(by, results) {
      const known = holders.get(by.name);
      if (known === undefined) return;
      const counted = countedIn(known.hours, hourOf(nowMs()));
      counted.results += results;
      counted.newResults += results;
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

export interface Exceeded {
  readonly what: 'searches of this hour' | 'searches of 24 hours' | 'results of 24 hours';
  readonly used: number;
  readonly atMost: number;
}

/** Which limit is used up; null: none. Days are the last 24 hours begun. */
export function exceededIn(
  hours: ReadonlyMap<number, Pick<Counted, 'searches' | 'results'>>,
  nowMs: number,
  limits: SearchQuotaLimits,
): Exceeded | null {
  const hour = hourOf(nowMs);
  const ofDay = [...hours].filter(([start]) => start > hour - DAY_MS);
  const sum = (what: 'searches' | 'results') =>
    ofDay.reduce((total, [, counted]) => total + counted[what], 0);
  const found: readonly Exceeded[] = [
    {
      what: 'searches of this hour',
      used: hours.get(hour)?.searches ?? 0,
      atMost: limits.searchesPerHour,
    },
    { what: 'searches of 24 hours', used: sum('searches'), atMost: limits.searchesPerDay },
    { what: 'results of 24 hours', used: sum('results'), atMost: limits.resultsPerDay },
  ];
  return found.find(({ used, atMost }) => used >= atMost) ?? null;
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}

function countedIn(hours: Hours, hour: number): Counted {
  let counted = hours.get(hour);
  if (counted === undefined) {
    counted = { searches: 0, results: 0, newSearches: 0, newResults: 0 };
    hours.set(hour, counted);
  }
  return counted;
}
