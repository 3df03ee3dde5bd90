import type { Kysely, Updateable } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import type { CaseGrant, CaseGrantTable, GrantStatus } from '../schema/cases.ts';
import type { Schema } from '../schema.ts';

export async function addGrant(db: Kysely<Schema>, grant: CaseGrant): Promise<void> {
  await db.insertInto('caseGrant').values(grant).execute();
}

/** @throws {WaysideError} NOT_FOUND */
export async function requireGrant(db: Kysely<Schema>, id: string): Promise<CaseGrant> {
  const grant = await db
    .selectFrom('caseGrant')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (grant === undefined) throw new WaysideError('NOT_FOUND', 'there is no such grant');
  return grant;
}

/** Newest first. */
export async function grantsOfCase(
  db: Kysely<Schema>,
  caseId: string,
): Promise<readonly CaseGrant[]> {
  return db
    .selectFrom('caseGrant')
    .selectAll()
    .where('caseId', '=', caseId)
    .orderBy('requestedAt', 'desc')
    .orderBy('id')
    .execute();
}

export interface WaitingGrant extends CaseGrant {
  readonly reference: string;
  readonly purpose: string;
  readonly sealedReason: Uint8Array;
}

export interface WaitingListing {
  readonly approver: string;
  readonly now: Date;
  readonly limit: number;
  /** Only what comes after this one. */
  readonly after?: { readonly requestedAt: Date; readonly id: string };
}

/** Requests of open cases that an approver who isn't the requester may decide, longest waiting first. */
export async function waitingGrants(
  db: Kysely<Schema>,
  { approver, now, limit, after }: WaitingListing,
): Promise<readonly WaitingGrant[]> {
  let query = db
    .selectFrom('caseGrant')
    .innerJoin('caseFile', 'caseFile.id', 'caseGrant.caseId')
    .where('caseFile.status', '=', 'open')
    .where('caseGrant.status', 'in', ['requested', 'half-approved'])
    .where('requester', '<>', approver)
    .where((eb) => eb.or([eb('approver', 'is', null), eb('approver', '<>', approver)]))
    // Half approved, and the second approver came too late.
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .selectAll('caseGrant')
    .select(['caseFile.reference', 'caseFile.purpose', 'caseFile.sealedReason'])
    .orderBy('requestedAt')
    .orderBy('caseGrant.id')
    .limit(limit);
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('requestedAt', '>', after.requestedAt),
        eb.and([eb('requestedAt', '=', after.requestedAt), eb('caseGrant.id', '>', after.id)]),
      ]),
    );
  }
  return query.execute();
}

/**
 * Changes a grant that still has the status it was read with.
 * @throws {WaysideError} CONFLICT when somebody else was first
 */
export async function changeGrant(
  db: Kysely<Schema>,
  id: string,
  from: GrantStatus,
  change: Updateable<CaseGrantTable>,
): Promise<CaseGrant> {
  const changed = await db
    .updateTable('caseGrant')
    .set(change)
    .where('id', '=', id)
    .where('status', '=', from)
    .returningAll()
    .executeTakeFirst();
  if (changed === undefined) {
    throw new WaysideError('CONFLICT', 'somebody else decided this grant meanwhile');
  }
  return changed;
}
