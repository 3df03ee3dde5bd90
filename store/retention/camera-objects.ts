import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { ObjectSummary } from '../objects/objects.ts';
import type { ObjectPlaces } from './expired-objects.ts';
import { objectsNamed } from './expired-objects.ts';
import type { RetentionKind } from './retention-settings.ts';

const ROWS_PER_PAGE = 1_000;

/** One camera's objects of the kind before `firstKept`, as its rows name them. */
export async function* objectsOfCamera(
  { db, objects }: ObjectPlaces,
  kind: RetentionKind,
  cameraId: string,
  firstKept: UtcDay,
): AsyncGenerator<ObjectSummary> {
  if (kind === 'footage') {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const segments = await db
        .selectFrom('segment')
        .select(['id', 'objectKey', 'factsKey', 'detectionKey'])
        .where('cameraId', '=', cameraId)
        .where('day', '<', firstKept)
        .where('id', '>', after)
        .orderBy('id')
        .limit(ROWS_PER_PAGE)
        .execute();
      const keys = segments
        .flatMap(({ objectKey, factsKey, detectionKey }) => [objectKey, factsKey, detectionKey])
        .filter((key) => key !== null);
      yield* objectsNamed(objects, keys);
      if (segments.length < ROWS_PER_PAGE) return;
      after = segments.at(-1)!.id;
    }
  }
  if (kind === 'crops') {
    for (let after = ''; ;) {
      const pictures = await db
        .selectFrom('redaction')
        .select('objectKey')
        .where('cameraId', '=', cameraId)
        .where('day', '<', firstKept)
        .where('objectKey', '>', after)
        .where('objectKey', 'like', 'crops/%')
        .orderBy('objectKey')
        .limit(ROWS_PER_PAGE)
        .execute();
      yield* objectsNamed(
        objects,
        pictures.map(({ objectKey }) => objectKey),
      );
      if (pictures.length < ROWS_PER_PAGE) return;
      after = pictures.at(-1)!.objectKey;
    }
  }
}
