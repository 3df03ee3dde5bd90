import type { Kysely, Transaction } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { hasAccounts, insertAccount } from '../../store/people/accounts.ts';
import { saveSetupCode, takeSetupCode } from '../../store/people/setup-code.ts';
import type { Schema } from '../../store/schema.ts';
import type { Account } from '../../store/schema/people.ts';
import { checkPassword } from '../auth/password-policy.ts';
import { hashPassword } from '../auth/password.ts';
import { noteRefusal } from './note-refusal.ts';
import { hashSecretToken, newSecretToken } from '../auth/secret-token.ts';
import type { ApiContext } from '../context.ts';

/**
 * A fresh code that makes the first administrator, in place of the one before; null once there is a
 * user. Call at the API's start and show the code to whoever started it: only its hash is kept.
 */
export async function renewSetupCode(db: Kysely<Schema>): Promise<string | null> {
  if (await hasAccounts(db)) return null;
  const code = newSecretToken();
  await saveSetupCode(db, hashSecretToken(code));
  return code;
}

/**
 * Makes the first administrator and has the keeper ask for two persons from now on. All of it or
 * nothing: without the keeper the code stays good.
 *
 * @throws WaysideError SETUP_REFUSED, PASSWORD_WEAK, KEEPER_UNREACHABLE, AUDIT_UNAVAILABLE
 */
export async function setUp(
  { db, keeper }: Pick<ApiContext, 'db' | 'keeper'>,
  {
    code,
    name,
    password,
    requestId,
  }: {
    readonly code: string;
    readonly name: string;
    readonly password: string;
    readonly requestId: string;
  },
): Promise<Account> {
  checkPassword(password, name);
  const passwordHash = await hashPassword(password);
  const make = async (transaction: Transaction<Schema>): Promise<Account> => {
    const taken = await takeSetupCode(transaction, hashSecretToken(code));
    if (!taken || (await hasAccounts(transaction))) {
      throw new WaysideError('SETUP_REFUSED', 'this is not the set-up code, or it was used');
    }
    const account = await insertAccount(transaction, {
      name,
      role: 'administrator',
      passwordHash,
    });
    const by = { name, role: account.role, requestId };
    await keeper.requireTwoPersons({ by });
    await keeper.recordEvent({ by, action: 'site-set-up', particulars: { administrator: name } });
    return account;
  };
  return noteRefusal(keeper, { secret: 'set-up code', requestId }, () =>
    db.transaction().execute(make),
  );
}
