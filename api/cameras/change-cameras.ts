import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { checkLines } from '../../pipeline/geometry/lines.ts';
import { checkMasks } from '../../pipeline/geometry/privacy-masks.ts';
import { checkZones } from '../../pipeline/geometry/zones.ts';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { regionsOf } from '../../pipeline/grammar/region-list.ts';
import { addCamera, requireCamera, saveCamera } from '../../store/cameras.ts';
import type { Camera } from '../../store/schema.ts';
import type { ApiContext } from '../context.ts';
import type { CameraChange, NewCameraBody } from './camera-schemas.ts';
import { recordCamera } from './record-camera.ts';

type Context = Pick<ApiContext, 'db' | 'keeper'>;

/**
 * Adds a camera. It is there only if the audit log says so.
 * @throws WaysideError CONFLICT, REGION_UNKNOWN, ZONE_INVALID, MASK_INVALID, LINE_INVALID, AUDIT_UNAVAILABLE
 */
export async function createCamera(
  { db, keeper }: Context,
  { region = 'auto', ...body }: NewCameraBody,
  by: AskedBy,
): Promise<Camera> {
  checkSettings({ region, ...body });
  return db.transaction().execute(async (trx) => {
    const camera = await addCamera(trx, { region, ...body });
    if (camera === null) {
      throw new WaysideError('CONFLICT', 'there is a camera of this name already');
    }
    await recordCamera(keeper, by, null, camera);
    return camera;
  });
}

/**
 * Changes what is given. It is changed only if the audit log says so, with what was there before. Of a
 * camera that wayside.yaml describes only the status can be changed here.
 * @throws WaysideError CAMERA_UNKNOWN, CONFLICT, REGION_UNKNOWN, ZONE_INVALID, MASK_INVALID, LINE_INVALID,
 *   AUDIT_UNAVAILABLE
 */
export async function changeCamera(
  { db, keeper }: Context,
  id: string,
  change: CameraChange,
  by: AskedBy,
): Promise<Camera> {
  checkSettings(change);
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom('camera').select('id').where('id', '=', id).forUpdate().execute();
    const before = await requireCamera(trx, id);
    if (before.streamAddress !== null) refuseOwnedByFile(change);
    const camera = await saveCamera(trx, { ...before, ...change });
    await recordCamera(keeper, by, before, camera);
    return camera;
  });
}

function refuseOwnedByFile({ status: _, ...change }: CameraChange): void {
  const keys = Object.keys(change);
  if (keys.length === 0) return;
  throw new WaysideError(
    'CONFLICT',
    `${keys.join(', ')}: this camera is in wayside.yaml; change it there`,
    { details: { keys } },
  );
}

function checkSettings({ region, zones, masks, lines }: CameraChange): void {
  if (region !== undefined) plateGrammar(regionsOf(region), []);
  if (zones !== undefined) checkZones(zones);
  if (masks !== undefined) checkMasks(masks);
  if (lines !== undefined) checkLines(lines);
}
