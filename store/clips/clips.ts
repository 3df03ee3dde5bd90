import type { Kysely } from 'kysely';
import type { Clip, NewClip } from '../schema/redaction.ts';
import type { Schema } from '../schema.ts';

export async function createClip(db: Kysely<Schema>, clip: NewClip): Promise<void> {
  await db.insertInto('clip').values(clip).execute();
}

/** Null when there is none, or none any more. */
export async function findClip(db: Kysely<Schema>, id: string): Promise<Clip | null> {
  const row = await db.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Newest first; `before`: only those older than this clip. */
export async function clipsOfCase(
  db: Kysely<Schema>,
  caseId: string,
  limit: number,
  before: { readonly createdAt: Date; readonly id: string } | null,
): Promise<readonly Clip[]> {
  return db
    .selectFrom('clip')
    .selectAll()
    .where('caseId', '=', caseId)
    .$if(before !== null, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(before!.createdAt, before!.id)),
      ),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Clips that some worker still has to make. */
export async function unmadeClips(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('clip')
    .select('id')
    .where('status', 'in', ['queued', 'making'])
    .execute();
  return rows.map(({ id }) => id);
}

export async function tellClipProgress(
  db: Kysely<Schema>,
  id: string,
  progress: number,
): Promise<void> {
  await db
    .updateTable('clip')
    .set({ status: 'making', progress: Math.min(1, Math.max(0, progress)) })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'making'])
    .execute();
}

/** @returns false when another run was quicker, or the clip is gone: nothing was changed */
export async function finishClip(
  db: Kysely<Schema>,
  id: string,
  made: { readonly objectKey: string; readonly byteCount: bigint },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('clip')
    .set({ ...made, status: 'done', progress: 1, source: null })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'making'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function failClip(db: Kysely<Schema>, id: string, failureCode: string): Promise<void> {
  await db
    .updateTable('clip')
    .set({ status: 'failed', failureCode, source: null })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'making'])
    .execute();
}
