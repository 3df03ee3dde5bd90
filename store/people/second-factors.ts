import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { SecondFactor, SecondFactorTable } from '../schema/people.ts';

export type SealedSecret = Pick<
  SecondFactorTable,
  'sealed' | 'nonce' | 'salt' | 'memoryKib' | 'passes'
>;

/** Not on before it is confirmed; in place of one that isn't either. False when one is on already. */
export async function prepareSecondFactor(
  db: Kysely<Schema>,
  accountId: string,
  secret: SealedSecret,
): Promise<boolean> {
  const prepared = await db
    .insertInto('secondFactor')
    .values({ accountId, ...secret })
    .onConflict((conflict) =>
      conflict
        .column('accountId')
        .doUpdateSet({ ...secret })
        .where('secondFactor.confirmedAt', 'is', null),
    )
    .returning('accountId')
    .executeTakeFirst();
  return prepared !== undefined;
}

/** One that waits for its confirmation too. */
export async function findSecondFactor(
  db: Kysely<Schema>,
  accountId: string,
  { forUpdate = false } = {},
): Promise<SecondFactor | undefined> {
  const factor = db.selectFrom('secondFactor').selectAll().where('accountId', '=', accountId);
  return (forUpdate ? factor.forUpdate() : factor).executeTakeFirst();
}

/** From now on the account needs it. */
export async function confirmSecondFactor(
  db: Kysely<Schema>,
  accountId: string,
  {
    step,
    nowMs,
    recoveryCodeHashes,
  }: {
    readonly step: number;
    readonly nowMs: number;
    readonly recoveryCodeHashes: readonly Uint8Array[];
  },
): Promise<void> {
  await db
    .updateTable('secondFactor')
    .set({ confirmedAt: new Date(nowMs), lastUsedStep: step })
    .where('accountId', '=', accountId)
    .execute();
  await db
    .insertInto('recoveryCode')
    .values(recoveryCodeHashes.map((codeHash) => ({ accountId, codeHash })))
    .execute();
}

/** The same secret under another seal. */
export async function resealSecondFactor(
  db: Kysely<Schema>,
  accountId: string,
  secret: SealedSecret,
): Promise<void> {
  await db
    .updateTable('secondFactor')
    .set({ ...secret })
    .where('accountId', '=', accountId)
    .execute();
}

/** Uses up the codes of a time step and all before it: of two that come with one, one gets true. */
export async function useStep(
  db: Kysely<Schema>,
  accountId: string,
  step: number,
): Promise<boolean> {
  const used = await db
    .updateTable('secondFactor')
    .set({ lastUsedStep: step })
    .where('accountId', '=', accountId)
    .where('lastUsedStep', '<', step)
    .returning('accountId')
    .executeTakeFirst();
  return used !== undefined;
}

/** Uses a recovery code up: of two that come with it, one gets true. */
export async function takeRecoveryCode(
  db: Kysely<Schema>,
  accountId: string,
  codeHash: Uint8Array,
): Promise<boolean> {
  const taken = await db
    .deleteFrom('recoveryCode')
    .where('accountId', '=', accountId)
    .where('codeHash', '=', codeHash)
    .returning('accountId')
    .executeTakeFirst();
  return taken !== undefined;
}

/** With its recovery codes. False when there was none. */
export async function dropSecondFactor(db: Kysely<Schema>, accountId: string): Promise<boolean> {
  const dropped = await db
    .deleteFrom('secondFactor')
    .where('accountId', '=', accountId)
    .returning('accountId')
    .executeTakeFirst();
  return dropped !== undefined;
}
