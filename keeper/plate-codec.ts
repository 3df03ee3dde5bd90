import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { PlateCharacter, PlateText } from '../pipeline/plates/plate-reading.ts';

/**
 * A plate as it is sealed: compact JSON, as a row is kept for every read. Probabilities are kept in
 * steps of 1/1000.
 */
const Guess = Type.Tuple([Type.String(), Type.Number()]);
const StoredPlate = Type.Tuple([
  Type.Literal(1),
  /** Text, confidence, region. */
  Type.String(),
  Type.Number(),
  Type.Union([Type.String(), Type.Null()]),
  /** A character a position: itself, its confidence, then its alternatives. */
  Type.Array(Type.Tuple([Type.String(), Type.Number(), Type.Array(Guess)])),
  /** Other whole texts. */
  Type.Array(Guess),
]);
type StoredPlate = Static<typeof StoredPlate>;
const storedPlate = Compile(StoredPlate);

export function encodePlate(plate: PlateText): Buffer {
  const stored: StoredPlate = [
    1,
    plate.text,
    toSteps(plate.confidence),
    plate.region,
    plate.characters.map(({ character, confidence, alternatives }) => [
      character,
      toSteps(confidence),
      alternatives.map((other) => [other.character, toSteps(other.confidence)]),
    ]),
    plate.alternatives.map((other) => [other.text, toSteps(other.confidence)]),
  ];
  return Buffer.from(JSON.stringify(stored));
}

/** Throws for bytes that `encodePlate` didn't make. */
export function decodePlate(bytes: Buffer): PlateText {
  const stored: unknown = JSON.parse(bytes.toString('utf8'));
  if (!storedPlate.Check(stored)) throw new TypeError('no stored plate');
  const [, text, confidence, region, characters, alternatives] = stored;
  return {
    text,
    confidence: confidence / STEPS,
    characters: characters.map(([character, steps, others]): PlateCharacter => ({
      character,
      confidence: steps / STEPS,
      alternatives: others.map(([other, otherSteps]) => ({
        character: other,
        confidence: otherSteps / STEPS,
      })),
    })),
    alternatives: alternatives.map(([other, steps]) => ({
      text: other,
      confidence: steps / STEPS,
    })),
    region,
  };
}

const STEPS = 1000;

function toSteps(probability: number): number {
  return Math.round(probability * STEPS);
}
