import type { Span } from '../time/span.ts';

/** A recorded piece of one of a camera's streams. */
export interface TimedPiece extends Span {
  readonly clockSource: 'camera' | 'arrival';
}

/** A piece of the smaller stream. */
export interface SecondPiece extends TimedPiece {
  readonly connection: number;
  /** Other than 0: its time doesn't go on from the piece before. */
  readonly jumpMs: number;
}

export type SecondCover<Piece> =
  | { readonly pieces: readonly Piece[] }
  | {
      /**
       * `later`: the piece that ends it isn't finished yet. `never`: it is, and a part is missing. `clock`: the
       * two are timed by clocks of different kinds, which may be any time apart.
       */
      readonly missing: 'later' | 'never' | 'clock';
    };

/**
 * The pieces of the smaller stream that show all of the main stream's piece, in order, without a break.
 * @param pieces in order
 */
export function coverOf<Piece extends SecondPiece>(
  pieces: readonly Piece[],
  main: TimedPiece,
): SecondCover<Piece> {
  const last = pieces.at(-1);
  if (last === undefined || last.endMs < main.endMs) return { missing: 'later' };
  const over = pieces.filter(({ startMs, endMs }) => startMs < main.endMs && endMs > main.startMs);
  const [first] = over;
  if (first === undefined || first.startMs > main.startMs) return { missing: 'never' };
  if (over.some(({ clockSource }) => clockSource !== main.clockSource)) return { missing: 'clock' };
  const isUnbroken = over
    .slice(1)
    .every(({ connection, jumpMs }) => connection === first.connection && jumpMs === 0);
  return isUnbroken ? { pieces: over } : { missing: 'never' };
}
