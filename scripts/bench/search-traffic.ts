import { CONFUSION_GROUPS } from '../../pipeline/plates/confusion.ts';
import type { PlateCharacter, PlateText } from '../../pipeline/plates/plate-reading.ts';
import { looksAlike } from '../../pipeline/search/skeleton.ts';
import { dayNumberOf, dayOfNumber, DAY_MS, type UtcDay } from '../../pipeline/time/utc-day.ts';
import { inventPlate, PLATE_REGIONS } from '../../fixtures/plate-text.ts';
import type { SeededRandom } from '../../fixtures/seeded-random.ts';

const FIRST_DAY = '2026-04-01';
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
  readonly days: readonly UtcDay[];
  /** In order of time within each day. */
  readsOf(dayIndex: number, count: number): Generator<TrafficRead>;
  /** A plate that some vehicle has; whether it was read is up to chance. */
  somePlate(): string;
  /** The plate with one character replaced by one that doesn't look like it. */
  withWrongCharacter(text: string): string;
}

/** The same for the same random seed. */
export function traffic(rows: number, dayCount: number, random: SeededRandom): Traffic {
  const vehicles = Array.from({ length: Math.ceil(rows / READS_PER_VEHICLE) }, () =>
    inventPlate(random.pick(PLATE_REGIONS), random),
  );
  const firstDay = dayNumberOf(FIRST_DAY);
  return {
    days: Array.from({ length: dayCount }, (_, index) => dayOfNumber(firstDay + index)),

    *readsOf(dayIndex, count) {
      const startMs = (firstDay + dayIndex) * DAY_MS;
      for (let index = 0; index < count; index += 1) {
        const vehicle = vehicles[Math.floor(vehicles.length * random.next() ** 2)]!;
        yield {
          capturedAtMs: startMs + Math.floor(((index + random.next()) / count) * DAY_MS),
          cameraId: `camera-${random.below(200)}`,
          plate: readOf(vehicle.text, vehicle.region, random),
        };
      }
    },

    somePlate: () => random.pick(vehicles).text,

    withWrongCharacter(text) {
      const characters = Array.from(text);
      const at = random.below(characters.length);
      const others = CHARACTERS.filter((other) => !looksAlike(other, characters[at]!));
      return characters.with(at, random.pick(others)).join('');
    },
  };
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
