import { Type, type Static } from 'typebox';
import { REVIEW_REASONS, VERDICTS } from '../reviews/review-words.ts';

/** `YYYY-MM`, UTC. */
export type Month = string;

const Counts = Type.Record(Type.String(), Type.Integer());
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** What the audit log says of a month: exact, so not for publication. See `publishMonth`. */
export const MonthFigures = Type.Object({
  month: Type.String(),
  /** How often each figure was counted, by its cells. */
  counts: Type.Record(Type.String(), Counts),
  /** Reads by the UTC day of their capture, as last counted; null: never counted. */
  readsOfDays: Nullable(Counts),
  /** As last counted in the month; an occasion may be unknown. */
  occasions: Nullable(
    Type.Array(Type.Object({ occasion: Nullable(Type.String()), cameras: Type.Integer() })),
  ),
  /** By kind and class: the oldest day kept after the month's last move. */
  oldestDays: Type.Record(Type.String(), Nullable(Type.String())),
  /** By sequence of the entry that was picked. */
  reviews: Type.Record(Type.String(), Type.Array(Type.Enum([...REVIEW_REASONS]))),
  /** By sequence of the entry that was judged: the last judgement counts. */
  verdicts: Type.Record(Type.String(), Type.Enum([...VERDICTS])),
  /** Entries of the log up to the last one that is counted here. */
  logSize: Type.Integer(),
});
export type MonthFigures = Static<typeof MonthFigures>;

export function emptyMonth(month: Month): MonthFigures {
  return {
    month,
    counts: {},
    readsOfDays: null,
    occasions: null,
    oldestDays: {},
    reviews: {},
    verdicts: {},
    logSize: 0,
  };
}

/** The cell of a figure that has one only. */
export const WHOLE = 'all';

export function countOf({ counts }: MonthFigures, figure: string, cell = WHOLE): number {
  return counts[figure]?.[cell] ?? 0;
}
