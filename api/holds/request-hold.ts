import { randomUUID } from 'node:crypto';
import { Type, type Static } from 'typebox';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { Grant } from '../../keeper/client/grant.ts';
import { MIN_HOLD_REASON, type Hold } from '../../keeper/client/hold.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { requireCamera } from '../../store/cameras.ts';
import { addHold } from '../../store/retention/legal-holds.ts';
import type { UserActor } from '../auth/actor.ts';
import { sealDocument } from '../cases/case-documents.ts';
import { caseOf, requireOpen } from '../cases/cases.ts';
import { Cameras } from '../cases/grant-scope.ts';
import { usableGrant } from '../cases/usable-grants.ts';
import type { ApiContext } from '../context.ts';
import { Moment, momentMs } from '../moment.ts';
import { HoldDocument, holdAnswers, type HoldAnswer } from './hold-answer.ts';

export const HoldRequest = Type.Object(
  {
    grantId: Type.String({ format: 'uuid', maxLength: 36 }),
    reason: Type.String({ minLength: MIN_HOLD_REASON, maxLength: 2000 }),
    cameras: Cameras,
    from: Moment,
    to: Moment,
    expiresAt: Moment,
  },
  {
    additionalProperties: false,
    description: 'Cameras and span lie inside the grant, and the span is over.',
  },
);
export type HoldRequest = Static<typeof HoldRequest>;

type Context = Pick<ApiContext, 'db' | 'keeper' | 'nowMs' | 'retention'>;

/**
 * Asks for a hold under a grant of one's own. Nothing is held before two approvers signed it. Throws
 * NOT_FOUND, CASE_CLOSED, CAMERA_UNKNOWN, GRANT_INVALID, HOLD_INVALID, TIME_INVALID, AUDIT_UNAVAILABLE.
 */
export async function requestHold(
  context: Context,
  by: AskedBy,
  analyst: UserActor,
  caseId: string,
  request: HoldRequest,
): Promise<HoldAnswer> {
  const { db, keeper } = context;
  requireOpen(await caseOf(db, analyst, caseId));
  const { grant } = await usableGrant(context, by, caseId, request.grantId);
  const nowMs = context.nowMs();
  const hold: Hold = {
    version: 1,
    id: randomUUID(),
    caseId,
    grantId: grant.id,
    reason: request.reason,
    cameras: request.cameras,
    fromMs: momentMs(request.from, 'from'),
    toMs: momentMs(request.to, 'to'),
    requester: by.name,
    requestedAtMs: nowMs,
    expiresAtMs: momentMs(request.expiresAt, 'expiresAt'),
  };
  checkRequest(hold, grant, nowMs, context.retention.holdDays);
  if (hold.cameras !== 'all') for (const id of hold.cameras) await requireCamera(db, id);
  await keeper.recordEvent({ by, action: 'hold-requested', particulars: { hold } });
  const sealed = await sealDocument(keeper, HoldDocument, { by, caseId, subjectId: hold.id }, hold);
  const row = await addHold(db, {
    id: hold.id,
    caseId,
    grantId: grant.id,
    requestedBy: by.name,
    requestedAt: new Date(nowMs),
    expiresAt: new Date(hold.expiresAtMs),
    cameras: hold.cameras === 'all' ? null : hold.cameras,
    fromAt: new Date(hold.fromMs),
    toAt: new Date(hold.toMs),
    sealed,
  });
  return (await holdAnswers(context, by, [row]))[0]!;
}

/** What the keeper would refuse too, told before two people sign in vain. */
function checkRequest(
  hold: Hold,
  grant: Pick<Grant, 'cameras' | 'fromMs' | 'toMs' | 'expiresAtMs'>,
  nowMs: number,
  holdDays: number,
): void {
  const why =
    hold.fromMs >= hold.toMs
      ? 'its time span is empty'
      : hold.fromMs < grant.fromMs || hold.toMs > grant.toMs
        ? 'its time span goes beyond the grant'
        : !coversCameras(grant, hold)
          ? 'its cameras go beyond the grant'
          : hold.toMs > nowMs
            ? 'its time span is not over'
            : hold.expiresAtMs <= nowMs
              ? 'it has expired'
              : hold.expiresAtMs - nowMs > holdDays * 86_400_000
                ? `it lasts for more than ${holdDays} days`
                : grant.expiresAtMs <= nowMs
                  ? 'its grant has expired'
                  : null;
  if (why === null) return;
  throw new WaysideError('HOLD_INVALID', `the hold can't be asked for: ${why}`, {
    details: { why },
  });
}

function coversCameras(grant: Pick<Grant, 'cameras'>, hold: Pick<Hold, 'cameras'>): boolean {
  if (grant.cameras === 'all') return true;
  if (hold.cameras === 'all') return false;
  const granted = new Set(grant.cameras);
  return hold.cameras.every((id) => granted.has(id));
}
