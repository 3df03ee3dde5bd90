import { seededRandom } from '../../../fixtures/seeded-random.ts';
import { plateCharactersOf, skeletonOf } from '../../../pipeline/search/skeleton.ts';
import type { Traffic } from '../search-traffic.ts';

/** A plate that is searched for, and how many reads a search must find at least. */
export interface WatchedPlate {
  readonly text: string;
  /** Reads that look the same: equal but for characters that are easily confused. */
  readonly reads: number;
}

/** Plates of vehicles, each vehicle as likely: many were never read, as in a real search. */
export function choosePlates(passing: Traffic, count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const texts = new Set<string>();
  while (texts.size < count) texts.add(passing.somePlate(random));
  return [...texts];
}

/** Counts the reads of each plate while they are made. */
export function plateCounter(plates: readonly string[]): {
  readonly counts: readonly number[];
  readonly seen: (text: string) => void;
} {
  const placesOf = new Map<string, number[]>();
  plates.forEach((text, place) => {
    const key = lookOf(text);
    placesOf.set(key, [...(placesOf.get(key) ?? []), place]);
  });
  const counts = plates.map(() => 0);
  return {
    counts,
    seen: (text) => {
      for (const place of placesOf.get(lookOf(text)) ?? []) counts[place]! += 1;
    },
  };
}

function lookOf(text: string): string {
  return skeletonOf(plateCharactersOf(text)).join('');
}
