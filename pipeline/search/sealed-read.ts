import { Type, type Static } from 'typebox';
import type { UtcDay } from '../time/utc-day.ts';

/**
 * The sealed plate index: what is stored of a plate and what a search asks for. The database sees
 * ciphertext and keyed 64-bit tokens only; the keeper alone turns texts into either.
 */

/** A read as it is stored. Tokens are signed 64-bit and mean something within their day only. */
export interface SealedRead {
  /** UTC date of the read's `capturedAtMs`: the partition it belongs to. */
  readonly day: UtcDay;
  /** AES-256-GCM of text, confidences and alternatives, bound to id, camera and time. */
  readonly sealed: Uint8Array;
  /** Token of the skeleton: equal for texts that differ within the confusion groups only. */
  readonly skeletonToken: bigint;
  /** Tokens of the one-character deletions and of the first and last characters; no duplicates. */
  readonly partTokens: readonly bigint[];
}

/**
 * What to look for in one day. A row is a candidate when its skeleton is in `skeletonAny`, or its parts
 * meet `partsAny`, or its parts contain all of one list of `partsAll`. All three empty: no row.
 */
export interface DayQuery {
  readonly day: UtcDay;
  readonly skeletonAny: readonly bigint[];
  readonly partsAny: readonly bigint[];
  readonly partsAll: readonly (readonly bigint[])[];
}

/** Most characters a plate text or pattern may have. */
export const MAX_PLATE_CHARACTERS = 24;

/** A plate as an analyst asks for it. Separators and case don't matter. */
export const PlateQuery = Type.Object(
  {
    /** Letters, digits, Han; `?` is one unknown character, `*` any number of them. */
    pattern: Type.String({ maxLength: 64 }),
    /** Characters that may be wrong, missing or too many; not together with wildcards. */
    wrongCharacters: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)]),
    /** True: the text is the beginning or the end of the plate. Not together with wildcards. */
    partial: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type PlateQuery = Static<typeof PlateQuery>;

const Position = Type.Integer({ minimum: 1 });

/** One way in which a read differs from what was asked. Positions count from 1, in the text read. */
export const MatchReason = Type.Union([
  /** The two look alike: `queried` was asked, `read` was read. */
  Type.Object({
    kind: Type.Literal('alike'),
    position: Position,
    queried: Type.String(),
    read: Type.String(),
  }),
  Type.Object({
    kind: Type.Literal('different'),
    position: Position,
    queried: Type.String(),
    read: Type.String(),
    /** The read's own probability of the queried character, 0…1. */
    readAlternative: Type.Number(),
  }),
  /** The read lacks this character of the query, which would stand at this position. */
  Type.Object({ kind: Type.Literal('missing'), position: Position, queried: Type.String() }),
  /** The read has this character, which the query lacks. */
  Type.Object({ kind: Type.Literal('extra'), position: Position, read: Type.String() }),
]);
export type MatchReason = Static<typeof MatchReason>;

/** How well a read answers a query. */
export const PlateMatch = Type.Object({
  /** 0…1; 1 is character for character. */
  score: Type.Number(),
  /** In order of position; empty for a match without any difference. */
  reasons: Type.Array(MatchReason),
});
export type PlateMatch = Static<typeof PlateMatch>;
