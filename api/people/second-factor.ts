import { WaysideError } from '../../pipeline/errors.ts';
import { findAccount, lockAccount } from '../../store/people/accounts.ts';
import {
  confirmSecondFactor,
  dropSecondFactor,
  findSecondFactor,
  prepareSecondFactor,
} from '../../store/people/second-factors.ts';
import { proveSession } from '../../store/people/sessions.ts';
import type { UserActor } from '../auth/actor.ts';
import { base32Of } from '../auth/base32.ts';
import { newOneTimeSecret, otpauthUrl, stepOfOneTimeCode } from '../auth/one-time-code.ts';
import { hashRecoveryCode, newRecoveryCode } from '../auth/recovery-code.ts';
import { openSecondFactor, sealSecondFactor } from '../auth/sealed-second-factor.ts';
import type { RouteContext } from '../routes/route-app.ts';
import { checkCredentials, type Origin } from './check-credentials.ts';

type Context = Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>;

export const RECOVERY_CODES = 8;

/**
 * Makes a secret for one's authenticator, in place of one that was never confirmed. Nothing asks for it
 * before {@link turnOnSecondFactor}.
 *
 * @returns the secret in base32 and as the URL of a QR code; neither can be had again
 * @throws WaysideError SECOND_FACTOR_ELSEWHERE for whoever signs in by OIDC, CONFLICT where one is on,
 *   and as {@link checkCredentials}
 */
export async function prepareOneTimeSecret(
  context: Context,
  { actor, password }: { readonly actor: UserActor; readonly password: string },
  origin: Origin,
): Promise<{ readonly secret: string; readonly url: string }> {
  const { db } = context;
  const { name, userId } = actor;
  const isOn = new WaysideError('CONFLICT', 'there is a second factor already: remove it first');
  if ((await findAccount(db, { id: userId }))?.passwordHash === null) {
    throw new WaysideError('SECOND_FACTOR_ELSEWHERE', 'the OIDC provider asks who this is');
  }
  const before = await findSecondFactor(db, userId);
  if (before !== undefined && before.confirmedAt !== null) throw isOn;
  const { passwordHash } = await checkCredentials(context, { name, password }, origin);
  const secret = newOneTimeSecret();
  const sealed = await sealSecondFactor(secret, userId, password);
  await db.transaction().execute(async (transaction) => {
    // A password that changes meanwhile would leave a seal that nothing opens.
    if ((await lockAccount(transaction, userId))?.passwordHash !== passwordHash) {
      throw new WaysideError('CONFLICT', 'the password was changed meanwhile');
    }
    if (!(await prepareSecondFactor(transaction, userId, sealed))) throw isOn;
  });
  return { secret: base32Of(secret), url: otpauthUrl(secret, name) };
}

/**
 * Turns it on by a first code. The session counts as proved anew.
 *
 * @returns recovery codes, each good once in place of a code; they can't be had again
 * @throws WaysideError SECOND_FACTOR_REFUSED for a wrong code, CONFLICT where none was prepared or one is
 *   on already, and as {@link checkCredentials}
 */
export async function turnOnSecondFactor(
  context: Context,
  proof: { readonly actor: UserActor; readonly password: string; readonly code: string },
  origin: Origin,
): Promise<readonly string[]> {
  const { db, actors, nowMs } = context;
  const { actor, password, code } = proof;
  const { name, userId, sessionId } = actor;
  await checkCredentials(context, { name, password, code }, origin);
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await db.transaction().execute(async (transaction) => {
    const factor = await findSecondFactor(transaction, userId, { forUpdate: true });
    const secret = factor?.confirmedAt === null ? await openSecondFactor(factor, password) : null;
    if (secret === null) {
      throw new WaysideError('CONFLICT', 'no second factor waits for a first code');
    }
    const step = stepOfOneTimeCode(secret, code.replace(/\s/g, ''), nowMs());
    if (step === null) throw new WaysideError('SECOND_FACTOR_REFUSED', 'this code is wrong');
    const recoveryCodeHashes = recoveryCodes.map(hashRecoveryCode);
    await confirmSecondFactor(transaction, userId, { step, nowMs: nowMs(), recoveryCodeHashes });
    await recordChange(context, actor, 'turned-on', origin);
    await proveSession(transaction, sessionId, nowMs());
  });
  actors.forget(userId);
  return recoveryCodes;
}

/** @throws WaysideError NOT_FOUND where there is none, and as {@link checkCredentials} */
export async function removeSecondFactor(
  context: Context,
  proof: { readonly actor: UserActor; readonly password: string; readonly code: string },
  origin: Origin,
): Promise<void> {
  const { db, actors } = context;
  const { actor, password, code } = proof;
  const { name, userId } = actor;
  await checkCredentials(context, { name, password, code }, origin);
  await db.transaction().execute(async (transaction) => {
    if (!(await dropSecondFactor(transaction, userId))) {
      throw new WaysideError('NOT_FOUND', 'there is no second factor');
    }
    await recordChange(context, actor, 'removed', origin);
  });
  actors.forget(userId);
}

function recordChange(
  { keeper }: Context,
  { name, role }: UserActor,
  change: 'turned-on' | 'removed',
  { address, requestId }: Origin,
): Promise<unknown> {
  return keeper.recordEvent({
    by: { name, role, requestId },
    action: 'second-factor-changed',
    particulars: { user: name, change, address },
  });
}
