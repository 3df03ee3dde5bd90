import type { Kysely } from 'kysely';
import { recordCamera } from '../../api/cameras/record-camera.ts';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { addCamera, saveCamera } from '../../store/cameras.ts';
import type { Camera, Schema } from '../../store/schema.ts';
import type { CameraParticulars } from './camera-particulars.ts';

type Recorder = Pick<KeeperClient, 'recordEvent'>;

/**
 * Makes the `camera` table say what the file says: those of the file as they stand there, but for their
 * status, which isn't the file's; those that were in it and aren't any more lose their address and are not
 * recorded any more. A camera is written only if the audit log says so, and only where something changed.
 * Safe to run in several processes at once.
 * @throws WaysideError AUDIT_UNAVAILABLE, KEEPER_UNREACHABLE, DATABASE_UNREACHABLE: cameras before it are
 *   written, and running it again goes on
 */
export async function syncCameras(
  db: Kysely<Schema>,
  keeper: Recorder,
  cameras: readonly CameraParticulars[],
  by: AskedBy,
): Promise<void> {
  for (const particulars of cameras) await saveParticulars(db, keeper, particulars, by);
  const ids = cameras.map(({ id }) => id);
  const gone = await db
    .selectFrom('camera')
    .select('id')
    .where('streamAddress', 'is not', null)
    .$if(ids.length > 0, (query) => query.where('id', 'not in', ids))
    .execute();
  for (const { id } of gone) {
    await db.transaction().execute(async (trx) => {
      const before = await lockCamera(trx, id);
      if (before?.streamAddress == null) return;
      const after = await saveCamera(trx, { ...before, streamAddress: null });
      await recordCamera(keeper, by, before, after);
    });
  }
}

async function saveParticulars(
  db: Kysely<Schema>,
  keeper: Recorder,
  particulars: CameraParticulars,
  by: AskedBy,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const added = await addCamera(trx, particulars);
    if (added !== null) {
      await recordCamera(keeper, by, null, added);
      return;
    }
    const before = await lockCamera(trx, particulars.id);
    if (before === null) return;
    const after = await saveCamera(trx, { ...before, ...particulars });
    await recordCamera(keeper, by, before, after);
  });
}

async function lockCamera(db: Kysely<Schema>, id: string): Promise<Camera | null> {
  const row = await db
    .selectFrom('camera')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}
