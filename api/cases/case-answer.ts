import { Type, type Static } from 'typebox';
import { PURPOSES } from '../../keeper/client/grant.ts';
import { CASE_STATUSES, type CaseFile } from '../../store/schema/cases.ts';
import { documentKind } from './case-documents.ts';

const Time = Type.String({ description: 'ISO 8601, UTC' });
const OrNull = <S extends Parameters<typeof Type.Array>[0]>(schema: S) =>
  Type.Union([schema, Type.Null()]);

export const CaseRequest = Type.Object(
  {
    reference: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
      description: 'What the case is called outside of Wayside. Stored in clear: no plate in it.',
    }),
    purpose: Type.Enum([...PURPOSES].filter((purpose) => purpose !== 'not-stated')),
    reason: Type.String({
      minLength: 20,
      maxLength: 4000,
      pattern: '\\S.{18,}\\S',
      description: 'Why, in words; sealed.',
    }),
  },
  { additionalProperties: false },
);
export type CaseRequest = Static<typeof CaseRequest>;

export const CaseReason = documentKind('reason', Type.String());

export const CaseAnswer = Type.Object({
  id: Type.String(),
  reference: Type.String(),
  purpose: Type.Enum([...PURPOSES]),
  reason: OrNull(Type.String({ description: 'Null once the case is closed: its key is gone.' })),
  status: Type.Enum([...CASE_STATUSES]),
  openedBy: Type.String(),
  openedAt: Time,
  closedBy: OrNull(Type.String()),
  closedAt: OrNull(Time),
});
export type CaseAnswer = Static<typeof CaseAnswer>;

export function caseAnswer(file: CaseFile, reason: string | null): CaseAnswer {
  return {
    id: file.id,
    reference: file.reference,
    purpose: file.purpose as CaseAnswer['purpose'],
    reason,
    status: file.status,
    openedBy: file.openedBy,
    openedAt: file.openedAt.toISOString(),
    closedBy: file.closedBy,
    closedAt: file.closedAt?.toISOString() ?? null,
  };
}
