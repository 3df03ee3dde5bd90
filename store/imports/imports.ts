import { sql, type Kysely } from 'kysely';
import type { ErrorCode } from '../../pipeline/errors.ts';
import type { Schema } from '../schema.ts';
import type { FootageImport, NewFootageImport } from '../schema/track-search.ts';

/** Null when there is none. */
export async function findImport(db: Kysely<Schema>, id: string): Promise<FootageImport | null> {
  const row = await db
    .selectFrom('footageImport')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Adds the import, or begins a failed one again. One that waits, runs or is done stays as it is.
 * @returns null when nothing was changed
 */
export async function addImport(
  db: Kysely<Schema>,
  row: NewFootageImport,
): Promise<FootageImport | null> {
  const added = await db
    .insertInto('footageImport')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ ...row, failureCode: null, failureMessage: null })
        .where('footageImport.status', '=', 'failed'),
    )
    .returningAll()
    .executeTakeFirst();
  return added ?? null;
}

/** A worker takes it up; where it is cut is settled by the first that does. Null when it is over. */
export async function beginSplitting(
  db: Kysely<Schema>,
  id: string,
  segmentMs: number,
): Promise<FootageImport | null> {
  const row = await db
    .updateTable('footageImport')
    .set({ status: 'splitting', segmentMs: sql<number>`coalesce(segment_ms, ${segmentMs})` })
    .where('id', '=', id)
    .where('status', 'in', ['waiting', 'splitting'])
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function finishSplitting(db: Kysely<Schema>, id: string): Promise<void> {
  await db.updateTable('footageImport').set({ status: 'split' }).where('id', '=', id).execute();
}

export async function failImport(
  db: Kysely<Schema>,
  id: string,
  failure: { readonly code: ErrorCode; readonly message: string },
): Promise<void> {
  await db
    .updateTable('footageImport')
    .set({ status: 'failed', failureCode: failure.code, failureMessage: failure.message })
    .where('id', '=', id)
    .where('status', 'in', ['waiting', 'splitting'])
    .execute();
}

/** The sealed upload is gone. */
export async function forgetUpload(db: Kysely<Schema>, id: string): Promise<void> {
  await db
    .updateTable('footageImport')
    .set({ objectKey: null, objectTicket: null })
    .where('id', '=', id)
    .execute();
}

/** Ids of those that a worker still has something to do for: split, or take the upload away. */
export async function unfinishedImports(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('footageImport')
    .select('id')
    .where((eb) =>
      eb.or([eb('status', 'in', ['waiting', 'splitting']), eb('objectKey', 'is not', null)]),
    )
    .orderBy('createdAt')
    .execute();
  return rows.map(({ id }) => id);
}

export interface ImportPosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** Newest first, after the given place; `limit` at most. */
export async function importsAfter(
  db: Kysely<Schema>,
  {
    after,
    limit,
    requestedBy,
  }: {
    readonly after: ImportPosition | null;
    readonly limit: number;
    /** Null: whoever asked. */
    readonly requestedBy: string | null;
  },
): Promise<readonly (FootageImport & { readonly footageStatus: string | null })[]> {
  return db
    .selectFrom('footageImport')
    .leftJoin('footage', 'footage.id', 'footageImport.id')
    .selectAll('footageImport')
    .select('footage.status as footageStatus')
    .$if(requestedBy !== null, (query) => query.where('requestedBy', '=', requestedBy!))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(footage_import.created_at, footage_import.id) < (${after!.createdAt}, ${after!.id}::uuid)`,
      ),
    )
    .orderBy('footageImport.createdAt', 'desc')
    .orderBy('footageImport.id', 'desc')
    .limit(limit)
    .execute();
}
