import type { Kysely } from 'kysely';
import { masksThenAndNow, type PrivacyMask } from '../pipeline/geometry/privacy-masks.ts';
import type { Schema } from './schema.ts';

/**
 * What is filled in pictures of the footage: the masks that its camera has now, and those that it had when
 * it was recorded. None: an empty list.
 */
export async function masksOfFootage(
  db: Kysely<Schema>,
  { cameraId, footageId }: { readonly cameraId: string; readonly footageId: string },
): Promise<readonly PrivacyMask[]> {
  const row = await db
    .selectFrom('camera')
    .leftJoin('footage', (join) =>
      join.onRef('footage.cameraId', '=', 'camera.id').on('footage.id', '=', footageId),
    )
    .select(['camera.masks as now', 'footage.masks as then'])
    .where('camera.id', '=', cameraId)
    .executeTakeFirst();
  return masksThenAndNow(row?.now ?? [], row?.then ?? []);
}
