import type { Kysely } from 'kysely';
import { WaysideError } from '../pipeline/errors.ts';
import type { Line } from '../pipeline/geometry/lines.ts';
import type { PrivacyMask } from '../pipeline/geometry/privacy-masks.ts';
import type { Zone } from '../pipeline/geometry/zones.ts';
import type { Camera, NewCamera, Schema } from './schema.ts';

/** What is left out stays as it is, or gets its default. */
export interface CameraToSave extends Omit<NewCamera, 'zones' | 'masks' | 'lines'> {
  readonly zones?: readonly Zone[];
  readonly masks?: readonly PrivacyMask[];
  readonly lines?: readonly Line[];
}

/** Adds the camera, or gives the one that is there the new particulars. */
export async function saveCamera(db: Kysely<Schema>, camera: CameraToSave): Promise<Camera> {
  const { id, ...particulars } = toRow(camera);
  return db
    .insertInto('camera')
    .values({ id, ...particulars })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ id, ...particulars }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** @returns null, and nothing changed, when there is one of this id */
export async function addCamera(db: Kysely<Schema>, camera: CameraToSave): Promise<Camera | null> {
  const row = await db
    .insertInto('camera')
    .values(toRow(camera))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** @throws {WaysideError} CAMERA_UNKNOWN */
export async function requireCamera(db: Kysely<Schema>, id: string): Promise<Camera> {
  const camera = await db.selectFrom('camera').selectAll().where('id', '=', id).executeTakeFirst();
  if (camera === undefined) {
    // Without the name: people type plates in the wrong place.
    throw new WaysideError('CAMERA_UNKNOWN', 'there is no camera of this name');
  }
  return camera;
}

/** By id, after the given one; `limit` at most. */
export async function camerasAfter(
  db: Kysely<Schema>,
  afterId: string | null,
  limit: number,
): Promise<readonly Camera[]> {
  return db
    .selectFrom('camera')
    .selectAll()
    .$if(afterId !== null, (query) => query.where('id', '>', afterId!))
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** By id. */
export async function listCameras(db: Kysely<Schema>): Promise<readonly Camera[]> {
  return db.selectFrom('camera').selectAll().orderBy('id').execute();
}

function toRow({ zones, masks, lines, ...camera }: CameraToSave): NewCamera {
  const json = { zones, masks, lines };
  const given = Object.entries(json).filter(([, value]) => value !== undefined);
  return {
    ...camera,
    ...Object.fromEntries(given.map(([name, value]) => [name, JSON.stringify(value)])),
  };
}
