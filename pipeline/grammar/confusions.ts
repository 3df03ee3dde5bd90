/**
 * How often a reader takes one character for another, as data.
 *
 * Groups: the look-alikes that plate standards themselves avoid or draw apart (DIN 1451 "FE-Schrift"
 * was made to tell O/0, E/F and P/R apart; GA 36-2018 leaves out I and O; California and others leave
 * out I, O and Q), as in OpenALPR's and Tesseract's ambiguity tables. Rates: orders of magnitude for a
 * recogniser of general print, which has no reason to prefer a letter to a digit.
 */
export interface Confusion {
  /** Characters that are taken for each other. */
  readonly characters: string;
  /** Probability of seeing another one of them where one stands. */
  readonly rate: number;
}

export const CONFUSIONS: readonly Confusion[] = [
  { characters: 'O0', rate: 0.3 },
  { characters: 'I1', rate: 0.3 },
  { characters: 'Q0', rate: 0.2 },
  { characters: 'OQ', rate: 0.1 },
  { characters: 'D0', rate: 0.1 },
  { characters: 'DO', rate: 0.05 },
  { characters: 'L1', rate: 0.05 },
  { characters: 'IL', rate: 0.05 },
  { characters: 'B8', rate: 0.08 },
  { characters: 'S5', rate: 0.08 },
  { characters: 'Z2', rate: 0.08 },
  { characters: 'G6', rate: 0.08 },
  { characters: 'Z7', rate: 0.03 },
  { characters: 'T7', rate: 0.03 },
  { characters: 'T1', rate: 0.03 },
  { characters: 'J1', rate: 0.02 },
  { characters: 'A4', rate: 0.03 },
  { characters: 'VY', rate: 0.02 },
  { characters: 'UV', rate: 0.02 },
  { characters: 'CG', rate: 0.02 },
  { characters: 'MW', rate: 0.01 },
  { characters: 'HN', rate: 0.01 },
];

/** Of any other pair: dirt, shadow, a bolt. */
export const OTHER_CONFUSION_RATE = 1e-4;

/** The characters that the one is taken for, with their rates, the one itself left out. */
export function confusedWith(character: string): readonly { character: string; rate: number }[] {
  return CONFUSIONS.filter(({ characters }) => characters.includes(character)).map(
    ({ characters, rate }) => ({ character: characters.replace(character, ''), rate }),
  );
}
