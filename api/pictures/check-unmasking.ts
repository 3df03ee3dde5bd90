import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { Grant } from '../../keeper/client/grant.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { FRESH_FOR_MS } from '../auth/access.ts';
import type { UserActor } from '../auth/actor.ts';
import type { ApiContext } from '../context.ts';
import { SHORTEST_UNMASKING_REASON } from './clip-schemas.ts';

/**
 * Whoever wants people or other plates shown needs a grant that says so, a reason, and to have signed in
 * just now; what is refused is on record. The keeper opens no unmasked clip without such a grant either.
 * @throws WaysideError SIGN_IN_AGAIN, UNMASKING_REFUSED
 */
export async function checkUnmasking(
  { keeper, nowMs }: Pick<ApiContext, 'keeper' | 'nowMs'>,
  by: AskedBy,
  asker: UserActor,
  { id: grantId, unmask }: Pick<Grant, 'id' | 'unmask'>,
  reason: string,
): Promise<void> {
  requireFresh(asker, nowMs());
  const why = !unmask
    ? 'the grant does not allow it'
    : reason.trim().length < SHORTEST_UNMASKING_REASON
      ? 'the reason is too short'
      : null;
  if (why === null) return;
  const refusal = new WaysideError('UNMASKING_REFUSED', `nothing is unmasked: ${why}`, {
    details: { grantId },
  });
  await keeper.recordEvent({
    by,
    action: 'request-denied',
    particulars: { code: refusal.code, grantId, why },
  });
  throw refusal;
}

/** @throws WaysideError SIGN_IN_AGAIN */
export function requireFresh({ authenticatedAtMs }: UserActor, nowMs: number): void {
  if (nowMs - authenticatedAtMs <= FRESH_FOR_MS) return;
  throw new WaysideError('SIGN_IN_AGAIN', 'this needs a sign-in within the last five minutes');
}
