import type { AskedBy } from '../../keeper/client/asked-by.ts';
import {
  grantsOfCase,
  waitingGrants,
  type WaitingGrant,
  type WaitingListing,
} from '../../store/cases/case-grants.ts';
import type { CaseGrant } from '../../store/schema/cases.ts';
import type { UserActor } from '../auth/actor.ts';
import type { ApiContext } from '../context.ts';
import { CaseReason } from './case-answer.ts';
import { openDocuments } from './case-documents.ts';
import { caseOf } from './cases.ts';
import {
  documentsOf,
  grantAnswer,
  type GrantAnswer,
  type WaitingGrantAnswer,
} from './grant-answer.ts';
import type { RequestedScope } from './grant-scope.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'nowMs'>;

/** Of one case, newest first. Throws NOT_FOUND. */
export async function showGrantsOfCase(
  context: Context,
  by: AskedBy,
  reader: UserActor,
  caseId: string,
): Promise<readonly GrantAnswer[]> {
  const file = await caseOf(context.db, reader, caseId);
  return answersTo(context, by, await grantsOfCase(context.db, file.id));
}

export async function showGrant(
  context: Context,
  by: AskedBy,
  grant: CaseGrant,
): Promise<GrantAnswer> {
  const [answer] = await answersTo(context, by, [grant]);
  return answer!;
}

/** Those that the approver may decide, longest waiting first; one more than `limit` where there is. */
export async function showWaitingGrants(
  context: Context,
  by: AskedBy,
  listing: Pick<WaitingListing, 'limit' | 'after'>,
): Promise<readonly WaitingGrantAnswer[]> {
  const { db, keeper, nowMs } = context;
  const waiting = await waitingGrants(db, {
    ...listing,
    limit: listing.limit + 1,
    approver: by.name,
    now: new Date(nowMs()),
  });
  const answers = await answersTo(context, by, waiting);
  const reasons = await openDocuments(
    keeper,
    by,
    waiting.map(({ caseId, sealedReason }) => ({
      kind: CaseReason,
      caseId,
      subjectId: caseId,
      sealed: sealedReason,
    })),
  );
  return answers.map((answer, at) => ({
    ...answer,
    case: caseBeside(waiting[at]!, reasons[at] as string | null),
  }));
}

function caseBeside({ reference, purpose }: WaitingGrant, reason: string | null) {
  return { reference, purpose: purpose as WaitingGrantAnswer['case']['purpose'], reason };
}

async function answersTo(
  { keeper, nowMs }: Context,
  by: AskedBy,
  grants: readonly CaseGrant[],
): Promise<GrantAnswer[]> {
  const { secondApproverAfterDays } = await keeper.status();
  const documents = await openDocuments(keeper, by, grants.flatMap(documentsOf));
  return grants.map((grant, at) =>
    grantAnswer(
      grant,
      documents[2 * at] as RequestedScope | null,
      documents[2 * at + 1] as string | null,
      { nowMs: nowMs(), secondApproverAfterDays },
    ),
  );
}
