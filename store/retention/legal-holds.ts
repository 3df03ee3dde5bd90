import { sql, type Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Schema } from '../schema.ts';
import type { LegalHold } from '../schema/retention.ts';

export type NewHold = Omit<LegalHold, 'status' | 'approvals' | 'endedAt'>;

/** A signature under a hold, as its row keeps it. */
export interface StoredApproval {
  readonly approver: string;
  readonly signature: string;
}

export async function addHold(db: Kysely<Schema>, hold: NewHold): Promise<LegalHold> {
  return db
    .insertInto('legalHold')
    .values({ ...hold, status: 'requested', approvals: '[]', endedAt: null })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** @throws {WaysideError} NOT_FOUND */
export async function requireHold(db: Kysely<Schema>, id: string): Promise<LegalHold> {
  const hold = await db.selectFrom('legalHold').selectAll().where('id', '=', id).executeTakeFirst();
  if (hold === undefined) throw new WaysideError('NOT_FOUND', 'there is no such hold');
  return hold;
}

/** Newest first. */
export async function holdsOfCase(
  db: Kysely<Schema>,
  caseId: string,
): Promise<readonly LegalHold[]> {
  return db
    .selectFrom('legalHold')
    .selectAll()
    .where('caseId', '=', caseId)
    .orderBy('requestedAt', 'desc')
    .execute();
}

/** Those that wait for an approver, oldest first. */
export async function waitingHolds(
  db: Kysely<Schema>,
  limit: number,
): Promise<readonly LegalHold[]> {
  return db
    .selectFrom('legalHold')
    .selectAll()
    .where('status', '=', 'requested')
    .orderBy('requestedAt')
    .limit(limit)
    .execute();
}

export async function saveApprovals(
  db: Kysely<Schema>,
  id: string,
  approvals: readonly StoredApproval[],
): Promise<void> {
  await db
    .updateTable('legalHold')
    .set({ approvals: JSON.stringify(approvals) })
    .where('id', '=', id)
    .where('status', '=', 'requested')
    .execute();
}

/** From now on no run deletes what it names. */
export async function activateHold(db: Kysely<Schema>, id: string): Promise<void> {
  await db
    .updateTable('legalHold')
    .set({ status: 'active' })
    .where('id', '=', id)
    .where('status', '=', 'requested')
    .execute();
}

/** Ends holds whose key is gone. What they kept of the index goes; a retention run deletes the objects. */
export async function endHolds(
  db: Kysely<Schema>,
  ids: readonly string[],
  endedAt: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('legalHold')
      .set({ status: 'ended', endedAt })
      .where('id', 'in', [...ids])
      .where('status', '<>', 'ended')
      .execute();
    await trx
      .deleteFrom('heldSighting')
      .where('holdId', 'in', [...ids])
      .execute();
  });
}

/** Keys of objects that only holds kept which have ended. */
export async function objectsOfEndedHolds(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('heldObject')
    .innerJoin('legalHold', 'legalHold.id', 'heldObject.holdId')
    .select('objectKey')
    .distinct()
    .where('legalHold.status', '=', 'ended')
    .execute();
  return rows.map(({ objectKey }) => objectKey);
}

/** Once their objects are dealt with. */
export async function forgetEndedHolds(db: Kysely<Schema>): Promise<void> {
  await sql`delete from held_object using legal_hold
    where legal_hold.id = held_object.hold_id and legal_hold.status = 'ended'`.execute(db);
}

/** Ids of holds that the table calls active. */
export async function activeHoldIds(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('legalHold')
    .select('id')
    .where('status', '=', 'active')
    .execute();
  return rows.map(({ id }) => id);
}

export interface HeldCount {
  readonly objects: number;
  readonly bytes: number;
  readonly sightings: number;
}

export async function countHeld(db: Kysely<Schema>, holdId: string): Promise<HeldCount> {
  const { rows } = await sql<{ objects: bigint; bytes: bigint; sightings: bigint }>`
    select count(*) as objects, coalesce(sum(byte_count), 0)::bigint as bytes,
      (select count(*) from held_sighting where hold_id = ${holdId}) as sightings
    from held_object where hold_id = ${holdId}`.execute(db);
  const { objects, bytes, sightings } = rows[0]!;
  return { objects: Number(objects), bytes: Number(bytes), sightings: Number(sightings) };
}
