import { Type, type Static } from 'typebox';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { Hold } from '../../keeper/client/hold.ts';
import { countHeld, type StoredApproval } from '../../store/retention/legal-holds.ts';
import { HOLD_STATUSES, type LegalHold } from '../../store/schema/retention.ts';
import { documentKind, openDocuments } from '../cases/case-documents.ts';
import type { ApiContext } from '../context.ts';

/** As its approvers sign it; sealed under the case's key. */
export const HoldDocument = documentKind('hold', Hold);

const Instant = Type.String({ format: 'date-time' });
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

export const HoldAnswer = Type.Object({
  id: Type.String({ format: 'uuid' }),
  caseId: Type.String(),
  grantId: Type.String(),
  status: Type.Enum([...HOLD_STATUSES]),
  /** Null once the case is closed. */
  reason: Nullable(Type.String()),
  cameras: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
  from: Instant,
  to: Instant,
  requestedBy: Type.String(),
  requestedAt: Instant,
  expiresAt: Instant,
  /** Two of them place it. */
  approvedBy: Type.Array(Type.String()),
  endedAt: Nullable(Instant),
  /** What it keeps. */
  held: Type.Object({
    objects: Type.Integer(),
    bytes: Type.Integer(),
    sightings: Type.Integer(),
  }),
});
export type HoldAnswer = Static<typeof HoldAnswer>;

type Context = Pick<ApiContext, 'db' | 'keeper'>;

/** In the order given; their reasons opened by one call of the keeper. */
export async function holdAnswers(
  { db, keeper }: Context,
  by: AskedBy,
  rows: readonly LegalHold[],
): Promise<HoldAnswer[]> {
  const documents = await openDocuments(
    keeper,
    by,
    rows.map(({ id, caseId, sealed }) => ({ kind: HoldDocument, caseId, subjectId: id, sealed })),
  );
  return Promise.all(
    rows.map(async (row, at) => ({
      id: row.id,
      caseId: row.caseId,
      grantId: row.grantId,
      status: row.status,
      reason: (documents[at] as Hold | null)?.reason ?? null,
      cameras: row.cameras ?? ('all' as const),
      from: row.fromAt.toISOString(),
      to: row.toAt.toISOString(),
      requestedBy: row.requestedBy,
      requestedAt: row.requestedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      approvedBy: approvalsOf(row).map(({ approver }) => approver),
      endedAt: row.endedAt?.toISOString() ?? null,
      held: await countHeld(db, row.id),
    })),
  );
}

export function approvalsOf({ approvals }: LegalHold): readonly StoredApproval[] {
  return approvals as readonly StoredApproval[];
}
