import { BLANK, SYMBOLS, type PlateEmissions } from './plate-emissions.ts';

/** One character of a hypothesis and what the reader saw there. */
export interface SeenCharacter {
  /** Index into `SYMBOLS`. */
  readonly symbol: number;
  /** Share of each symbol among what isn't blank at this place; float32, `SYMBOLS.length`, sums to 1. */
  readonly shares: Float32Array;
}

/** One way to read the crop. */
export interface Hypothesis {
  readonly characters: readonly SeenCharacter[];
  /** Natural log of its probability, summed over the alignments that the beam kept. */
  readonly logProbability: number;
}

interface Beam {
  readonly symbols: readonly number[];
  /** Step at which each symbol first appears, on the best alignment. */
  readonly starts: readonly number[];
  endsInBlank: number;
  endsInSymbol: number;
}

const BEAM_WIDTH = 12;
/** Symbols less likely than this at a step are not followed. */
const MIN_SYMBOL_PROBABILITY = 1e-3;

/**
 * The likeliest readings, best first; no steps: one empty reading.
 * CTC prefix beam search (Graves, "Supervised Sequence Labelling with Recurrent Neural Networks",
 * 2012, section 7.5; Hannun et al., 2014).
 */
export function searchBeams(emissions: PlateEmissions, keep = 6): Hypothesis[] {
  let beams: Beam[] = [{ symbols: [], starts: [], endsInBlank: 1, endsInSymbol: 0 }];
  let logScale = 0;
  for (let step = 0; step < emissions.steps; step++) {
    const next = advance(beams, emissions, step);
    beams = [...next.values()].sort((a, b) => total(b) - total(a)).slice(0, BEAM_WIDTH);
    // Rescaled each step so that long crops don't underflow.
    const scale = beams.reduce((sum, beam) => sum + total(beam), 0);
    if (scale > 0) {
      logScale += Math.log(scale);
      for (const beam of beams) {
        beam.endsInBlank /= scale;
        beam.endsInSymbol /= scale;
      }
    }
  }
  return beams.slice(0, keep).map((beam) => ({
    characters: beam.symbols.map((symbol, i) => ({
      symbol,
      shares: sharesBetween(emissions, beam.starts[i]!, beam.starts[i + 1] ?? emissions.steps),
    })),
    logProbability: Math.log(Math.max(total(beam), Number.MIN_VALUE)) + logScale,
  }));
}

function total(beam: Beam): number {
  return beam.endsInBlank + beam.endsInSymbol;
}

function advance(
  beams: readonly Beam[],
  emissions: PlateEmissions,
  step: number,
): Map<string, Beam> {
  const row = emissions.probabilities.subarray(step * SYMBOLS.length, (step + 1) * SYMBOLS.length);
  const likely: number[] = [];
  for (let i = 1; i < row.length; i++) if (row[i]! >= MIN_SYMBOL_PROBABILITY) likely.push(i);
  const next = new Map<string, Beam>();
  // Best first, so that of two ways to one prefix the likelier one leaves its starts.
  for (const beam of beams) {
    const last = beam.symbols[beam.symbols.length - 1];
    const same = arriveAt(next, beam.symbols, beam.starts);
    same.endsInBlank += total(beam) * row[BLANK]!;
    if (last !== undefined) same.endsInSymbol += beam.endsInSymbol * row[last]!;
    for (const symbol of likely) {
      const from = symbol === last ? beam.endsInBlank : total(beam);
      if (from === 0) continue;
      const longer = arriveAt(next, [...beam.symbols, symbol], [...beam.starts, step]);
      longer.endsInSymbol += from * row[symbol]!;
    }
  }
  return next;
}

function arriveAt(
  beams: Map<string, Beam>,
  symbols: readonly number[],
  starts: readonly number[],
): Beam {
  const key = String.fromCharCode(...symbols);
  const known = beams.get(key);
  if (known !== undefined) return known;
  const beam = { symbols, starts, endsInBlank: 0, endsInSymbol: 0 };
  beams.set(key, beam);
  return beam;
}

function sharesBetween(emissions: PlateEmissions, start: number, end: number): Float32Array {
  const shares = new Float32Array(SYMBOLS.length);
  let sum = 0;
  for (let step = start; step < end; step++) {
    for (let symbol = 1; symbol < SYMBOLS.length; symbol++) {
      const probability = emissions.probabilities[step * SYMBOLS.length + symbol]!;
      shares[symbol] = shares[symbol]! + probability;
      sum += probability;
    }
  }
  if (sum > 0) for (let i = 1; i < shares.length; i++) shares[i] = shares[i]! / sum;
  return shares;
}
