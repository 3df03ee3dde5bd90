import type { Kysely } from 'kysely';
import type { Objects } from '../objects/objects.ts';
import type { Schema } from '../schema.ts';

/** Under which all writings of a clip lie. */
export function clipPrefix({ id, day }: { readonly id: string; readonly day: string }): string {
  return `clips/${day}/${id}/`;
}

/**
 * Removes clips whose time is over, objects first: a row without an object can't be seen, an object
 * without a row would be forgotten. Their redaction records stay until their day goes.
 *
 * @returns how many
 */
export async function removeExpiredClips(
  { db, objects }: { readonly db: Kysely<Schema>; readonly objects: Objects },
  now: Date,
): Promise<number> {
  const expired = await db
    .selectFrom('clip')
    .select(['id', 'day'])
    .where('expiresAt', '<=', now)
    .execute();
  for (const clip of expired) {
    for await (const { key } of objects.list(clipPrefix(clip))) await objects.delete(key);
    await db.deleteFrom('clip').where('id', '=', clip.id).execute();
  }
  return expired.length;
}
