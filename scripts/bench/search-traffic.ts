import { CONFUSION_GROUPS } from '../../pipeline/plates/confusion.ts';
import type { PlateCharacter, PlateText } from '../../pipeline/plates/plate-reading.ts';
import { looksAlike } from '../../pipeline/search/skeleton.ts';
import { dayNumberOf, DAY_MS, type UtcDay } from '../../pipeline/time/utc-day.ts';
import { inventPlate, PLATE_REGIONS } from '../../fixtures/plate-text.ts';
import { seededRandom, type SeededRandom } from '../../fixtures/seeded-random.ts';

import { benchCameraId } from './tracks-load.ts';

/** A vehicle is read this often in the mean over the whole time. */
const READS_PER_VEHICLE = 4;
/** Of the reads have one character wrong, nearly always within its confusion group. */
const MISREAD_SHARE = 0.05;
const CHARACTERS = Array.from('ABCDEFGHJKLMNPRSTUVWXYZ0123456789');

export interface TrafficRead {
  readonly capturedAtMs: number;
  readonly cameraId: string;
  readonly plate: PlateText;
}

/** Vehicles that pass cameras over some days: some daily, most seldom. */
export interface Traffic {
  /** In order of time within the day; the same for the same day, round and seed. */
  readsOf(day: UtcDay, count: number, round?: number): Generator<TrafficRead>;
  /** A plate that some vehicle has, whichever the random numbers say; whether it was read is up to chance. */
  somePlate(random: SeededRandom): string;
}

export interface TrafficOptions {
  /** Over all days: there is a vehicle for every few of them. */
  readonly rows: number;
  readonly cameras: number;
  readonly seed: number;
}

/** Nothing is kept: a vehicle's plate follows from its number, so that there may be millions. */
export function traffic({ rows, cameras, seed }: TrafficOptions): Traffic {
  const vehicles = Math.ceil(rows / READS_PER_VEHICLE);
  const vehicle = (number: number) => {
    const random = seededRandom(mixed(seed, number));
    return inventPlate(random.pick(PLATE_REGIONS), random);
  };
  return {
    *readsOf(day, count, round = 0) {
      const random = seededRandom(mixed(seed + round, -dayNumberOf(day)));
      const startMs = dayNumberOf(day) * DAY_MS;
      for (let index = 0; index < count; index += 1) {
        const { text, region } = vehicle(Math.floor(vehicles * random.next() ** 2));
        yield {
          capturedAtMs: startMs + Math.floor(((index + random.next()) / count) * DAY_MS),
          cameraId: benchCameraId(1 + random.below(cameras)),
          plate: readOf(text, region, random),
        };
      }
    },

    somePlate: (random) => vehicle(random.below(vehicles)).text,
  };
}

/** The plate with one character replaced by one that doesn't look like it. */
export function withWrongCharacter(text: string, random: SeededRandom): string {
  const characters = Array.from(text);
  const at = random.below(characters.length);
  const others = CHARACTERS.filter((other) => !looksAlike(other, characters[at]!));
  return characters.with(at, random.pick(others)).join('');
}

function mixed(seed: number, number: number): number {
  return Math.imul(seed ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b);
}

function readOf(text: string, region: string, random: SeededRandom): PlateText {
  const characters = Array.from(text, (character) => readCharacter(character, random));
  if (random.next() < MISREAD_SHARE) {
    const at = random.below(characters.length);
    const guess = characters[at]!.alternatives[0]?.character ?? random.pick(CHARACTERS);
    characters[at] = { ...characters[at]!, character: guess };
  }
  const read = characters.map(({ character }) => character).join('');
  return { text: read, confidence: random.between(0.6, 1), characters, alternatives: [], region };
}

function readCharacter(character: string, random: SeededRandom): PlateCharacter {
  const group: readonly string[] =
    CONFUSION_GROUPS.find(({ members }) => (members as readonly string[]).includes(character))
      ?.members ?? [];
  const confidence = random.between(0.8, 1);
  const alternatives = group
    .filter((other) => other !== character)
    .map((other) => ({ character: other, confidence: (1 - confidence) / 2 }));
  return { character, confidence, alternatives };
}
