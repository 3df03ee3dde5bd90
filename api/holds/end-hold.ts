import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { endHolds, requireHold } from '../../store/retention/legal-holds.ts';
import type { UserActor } from '../auth/actor.ts';
import { caseOf } from '../cases/cases.ts';
import type { ApiContext } from '../context.ts';
import { holdAnswers, type HoldAnswer } from './hold-answer.ts';

type Context = Pick<ApiContext, 'db' | 'keeper' | 'nowMs'>;

/**
 * Destroys the hold's key: what only it kept can't be read any more, and the next retention run deletes
 * it. Throws NOT_FOUND, CONFLICT when it ended before, AUDIT_UNAVAILABLE.
 */
export async function endHold(
  context: Context,
  by: AskedBy,
  person: UserActor,
  holdId: string,
  reason: string,
): Promise<HoldAnswer> {
  const { db, keeper, nowMs } = context;
  const row = await requireHold(db, holdId);
  await caseOf(db, person, row.caseId);
  if (row.status === 'ended') throw new WaysideError('CONFLICT', 'the hold ended before');
  await keeper.recordEvent({
    by,
    action: 'hold-ended',
    particulars: { holdId, caseId: row.caseId, reason },
  });
  await keeper.endHold({ by, holdId, reason });
  await endHolds(db, [holdId], new Date(nowMs()));
  return (await holdAnswers(context, by, [await requireHold(db, holdId)]))[0]!;
}
