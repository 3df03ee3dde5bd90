import type { ColumnType, Selectable } from 'kysely';
import type { TraceKind } from '../../pipeline/reviews/oddities.ts';
import type { ReviewReason, Verdict } from '../../pipeline/reviews/review-words.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { MonthFigures } from '../../pipeline/transparency/month-figures.ts';

/** What is made from the audit log; lost, it is made again by reading the log from its start. */
export interface ReviewsTables {
  review: ReviewTable;
  reviewTrace: ReviewTraceTable;
  reviewDay: ReviewDayTable;
  logReader: LogReaderTable;
  monthFigures: MonthFiguresTable;
}

/** An entry of the audit log that a second person looks at. */
export interface ReviewTable {
  /** Its sequence. */
  entry: bigint;
  recordedAt: Date;
  action: string;
  reasons: ColumnType<ReviewReason[], readonly ReviewReason[], readonly ReviewReason[]>;
  /** Sequences of earlier entries that make it odd. */
  related: ColumnType<bigint[], readonly number[], readonly number[]>;
  /** Of the entry that says it was picked, with the reasons it has now; null: still to be written. */
  openedSequence: bigint | null;
  /** Of the last judgement; null: nobody has judged. Who, and the note, are in the log only. */
  judgedSequence: bigint | null;
  judgedAt: Date | null;
  verdict: Verdict | null;
}

/** What later entries are compared with, for `compareDays`. The marks are keyed hashes. */
export interface ReviewTraceTable {
  sequence: bigint;
  recordedAt: Date;
  kind: TraceKind;
  person: string | null;
  plate: string | null;
  caseMark: string | null;
  grantMark: string | null;
}

/** How the lots of a day's searches fell. */
export interface ReviewDayTable {
  day: UtcDay;
  sampled: boolean;
  lowestEntry: bigint;
  lowestRecordedAt: Date;
  lowestDraw: number;
}

/** The one reader of the log. */
export interface LogReaderTable {
  single: ColumnType<boolean, never, never>;
  nextSequence: bigint;
  /** When it last stood at the end of the log. */
  atEndAt: Date | null;
  /** How large the log is after its own reading: as long as it stays so, there is nothing new. */
  settledSize: bigint | null;
  /** With which it last read. */
  settings: ColumnType<unknown, string | null, string | null>;
  /** The day that cameras and reads were last counted on. */
  countedDay: UtcDay | null;
}

export interface MonthFiguresTable {
  month: string;
  figures: ColumnType<MonthFigures, string, string>;
}

export type Review = Selectable<ReviewTable>;
export type LogReader = Selectable<LogReaderTable>;
