import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';

const Mark = Type.Optional(Type.String());

/** What the review queue and the figures of the month know of an entry of the audit log. */
export const EntryDetail = Type.Object({
  action: Type.String(),
  role: Type.Optional(Type.String()),
  /** 0…1, by lot. Without: the entry was read without what reviews compare. */
  draw: Type.Optional(Type.Number()),
  /** Keyed hashes: equal for the same person, plate, case, grant. */
  marks: Type.Optional(Type.Object({ person: Mark, plate: Mark, case: Mark, grant: Mark })),
  pattern: Type.Optional(
    Type.Object({
      /** Characters that are given. */
      known: Type.Integer(),
      /** A whole plate: no wildcards, no part of one. */
      whole: Type.Boolean(),
      wrongCharacters: Type.Integer(),
    }),
  ),
  selfApproved: Type.Optional(Type.Boolean()),
});
export type EntryDetail = Static<typeof EntryDetail>;

export interface LoggedEntry {
  readonly sequence: number;
  /** Milliseconds since the Unix epoch. */
  readonly recordedAtMs: number;
  /** With the statistics of its action beside. */
  readonly detail: EntryDetail & Readonly<Record<string, unknown>>;
}

/** Null for an entry that doesn't open any more, or isn't one. */
export function loggedEntry({
  sequence,
  recordedAtMs,
  detail,
}: {
  readonly sequence: number;
  readonly recordedAtMs: number;
  readonly detail: Readonly<Record<string, unknown>> | null;
}): LoggedEntry | null {
  return Check(EntryDetail, detail) ? { sequence, recordedAtMs, detail: detail } : null;
}
