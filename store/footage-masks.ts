import type { Kysely } from 'kysely';
import type { PrivacyMask } from '../pipeline/geometry/privacy-masks.ts';
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
  const now = row?.now ?? [];
  const known = new Set(now.map(({ polygon }) => JSON.stringify(polygon)));
  const then = row?.then ?? [];
  return [...now, ...then.filter(({ polygon }) => !known.has(JSON.stringify(polygon)))];
}
