import type { Kysely } from 'kysely';
import { WaysideError } from '../pipeline/errors.ts';
import type { Camera, NewCamera, Schema } from './schema.ts';

/** Adds the camera, or gives the one that is there the new particulars. */
export async function saveCamera(db: Kysely<Schema>, camera: NewCamera): Promise<Camera> {
  const { id, ...particulars } = camera;
  return db
    .insertInto('camera')
    .values(camera)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ id, ...particulars }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** @throws {WaysideError} CAMERA_UNKNOWN */
export async function requireCamera(db: Kysely<Schema>, id: string): Promise<Camera> {
  const camera = await db.selectFrom('camera').selectAll().where('id', '=', id).executeTakeFirst();
  if (camera === undefined) {
    throw new WaysideError('CAMERA_UNKNOWN', `there is no camera ${id}`, {
      details: { cameraId: id },
    });
  }
  return camera;
}

/** By id. */
export async function listCameras(db: Kysely<Schema>): Promise<readonly Camera[]> {
  return db.selectFrom('camera').selectAll().orderBy('id').execute();
}
