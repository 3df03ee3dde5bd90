import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import type { CaseFile } from '../schema/cases.ts';
import type { Schema } from '../schema.ts';

export async function addCase(
  db: Kysely<Schema>,
  file: Omit<CaseFile, 'status' | 'closedBy' | 'closedAt'>,
): Promise<CaseFile> {
  return db
    .insertInto('caseFile')
    .values({ ...file, status: 'open', closedBy: null, closedAt: null })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** @throws {WaysideError} NOT_FOUND */
export async function requireCase(db: Kysely<Schema>, id: string): Promise<CaseFile> {
  const file = await db.selectFrom('caseFile').selectAll().where('id', '=', id).executeTakeFirst();
  if (file === undefined) throw new WaysideError('NOT_FOUND', 'there is no such case');
  return file;
}

export interface CaseListing {
  /** Undefined: everybody's. */
  readonly openedBy?: string | undefined;
  /** Only what comes after this one. */
  readonly after?: { readonly openedAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listCases(
  db: Kysely<Schema>,
  { openedBy, after, limit }: CaseListing,
): Promise<readonly CaseFile[]> {
  let query = db
    .selectFrom('caseFile')
    .selectAll()
    .orderBy('openedAt', 'desc')
    .orderBy('id')
    .limit(limit);
  if (openedBy !== undefined) query = query.where('openedBy', '=', openedBy);
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb('openedAt', '<', after.openedAt),
        eb.and([eb('openedAt', '=', after.openedAt), eb('id', '>', after.id)]),
      ]),
    );
  }
  return query.execute();
}

/** Null when it was closed already. */
export async function markCaseClosed(
  db: Kysely<Schema>,
  id: string,
  closing: { readonly closedBy: string; readonly closedAt: Date },
): Promise<CaseFile | null> {
  const closed = await db
    .updateTable('caseFile')
    .set({ status: 'closed', ...closing })
    .where('id', '=', id)
    .where('status', '=', 'open')
    .returningAll()
    .executeTakeFirst();
  return closed ?? null;
}
