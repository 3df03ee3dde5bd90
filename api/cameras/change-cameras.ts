import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { checkZones, type Zone } from '../../pipeline/geometry/zones.ts';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { addCamera, requireCamera, saveCamera } from '../../store/cameras.ts';
import type { Camera } from '../../store/schema.ts';
import type { ApiContext } from '../context.ts';
import type { CameraChange, NewCameraBody } from './camera-schemas.ts';

type Context = Pick<ApiContext, 'db' | 'keeper'>;

/**
 * Adds a camera. It is there only if the audit log says so.
 * @throws WaysideError CONFLICT, REGION_UNKNOWN, ZONE_INVALID, AUDIT_UNAVAILABLE
 */
export async function createCamera(
  { db, keeper }: Context,
  { id, occasion, region = 'auto', zones = [], ...body }: NewCameraBody,
  by: AskedBy,
): Promise<Camera> {
  checkPlace({ region, zones });
  return db.transaction().execute(async (trx) => {
    const camera = await addCamera(trx, {
      ...{ id, occasion, region, zones },
      ...body,
    });
    if (camera === null) {
      throw new WaysideError('CONFLICT', 'there is a camera of this name already');
    }
    await keeper.recordEvent({
      by,
      action: 'camera-created',
      particulars: { camera: { ...loggable(camera), zones } },
    });
    return camera;
  });
}

/**
 * Changes what is given. It is changed only if the audit log says so, with what was there before.
 * @throws WaysideError CAMERA_UNKNOWN, REGION_UNKNOWN, ZONE_INVALID, AUDIT_UNAVAILABLE
 */
export async function changeCamera(
  { db, keeper }: Context,
  id: string,
  { zones, ...change }: CameraChange,
  by: AskedBy,
): Promise<Camera> {
  checkPlace({ region: change.region, zones });
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('camera').select('id').where('id', '=', id).forUpdate().execute();
    const { zones: zonesBefore, ...before } = await requireCamera(trx, id);
    const camera = await saveCamera(trx, {
      ...before,
      ...change,
      zones: zones ?? zonesBefore,
    });
    if (Object.keys(change).length > 0) {
      const known = loggable({ ...before, zones: zonesBefore });
      const particulars = { cameraId: id, before: known, after: loggable(camera) };
      await keeper.recordEvent({ by, action: 'camera-changed', particulars });
    }
    if (zones !== undefined) {
      const particulars = { cameraId: id, before: zonesBefore, after: zones };
      await keeper.recordEvent({ by, action: 'zone-changed', particulars });
    }
    return camera;
  });
}

function checkPlace({
  region,
  zones,
}: {
  readonly region: string | undefined;
  readonly zones: readonly Zone[] | undefined;
}): void {
  if (region !== undefined) plateGrammar([region], []);
  if (zones !== undefined) checkZones(zones);
}

/** Zones have entries of their own. */
function loggable({ createdAt: _, zones: __, ...camera }: Camera): Record<string, unknown> {
  return camera;
}
