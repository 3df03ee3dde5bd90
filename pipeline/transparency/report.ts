import { Type, type Static } from 'typebox';
import { PublishedCount } from './suppression.ts';

const Counts = Type.Record(Type.String(), PublishedCount);

/** What anybody may know of a month. No plates, no names, no small counts. */
export const TransparencyReport = Type.Object({
  month: Type.String({ description: 'YYYY-MM, UTC.' }),
  complete: Type.Boolean({
    description: 'False: the month may still change, and counts are given in whole fives.',
  }),
  /** Null: nobody counted yet. */
  cameras: Type.Union([
    Type.Object({
      total: Type.Integer(),
      occasions: Type.Array(
        Type.Object({
          occasion: Type.Union([Type.String(), Type.Null()], {
            description: 'Why they are there; null: not stated.',
          }),
          cameras: Type.Integer(),
        }),
      ),
    }),
    Type.Null(),
  ]),
  reads: Type.Union([PublishedCount, Type.Null()], {
    description: 'Plates read; null: not counted.',
  }),
  searches: Type.Object({
    total: PublishedCount,
    byPurpose: Counts,
    selfApproved: PublishedCount,
  }),
  trackSearches: PublishedCount,
  cases: Type.Object({ opened: PublishedCount, closed: PublishedCount }),
  grants: Type.Object({
    requested: PublishedCount,
    approved: PublishedCount,
    refused: PublishedCount,
    withdrawn: PublishedCount,
    selfApproved: PublishedCount,
  }),
  denials: Type.Object({ total: PublishedCount, byCode: Counts }),
  opened: Type.Object({ total: PublishedCount, byContent: Counts }),
  unmaskings: PublishedCount,
  holds: Type.Object({
    requested: PublishedCount,
    approved: PublishedCount,
    refused: PublishedCount,
    ended: PublishedCount,
  }),
  retention: Type.Object({
    runs: Type.Integer(),
    keyMoves: Type.Integer(),
    oldestDays: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
  }),
  reviews: Type.Object({
    picked: Type.Object({ total: PublishedCount, byReason: Counts }),
    judged: Type.Object({ total: PublishedCount, byVerdict: Counts }),
  }),
  log: Type.Object({
    size: Type.Integer({ description: 'Entries of the audit log that this was made from.' }),
    checkpoint: Type.Union([
      Type.Object({
        size: Type.Integer(),
        rootHash: Type.String({ description: 'Base64.' }),
        note: Type.String({ description: 'The signed note.' }),
      }),
      Type.Null(),
    ]),
  }),
  method: Type.Array(Type.String()),
});
export type TransparencyReport = Static<typeof TransparencyReport>;
