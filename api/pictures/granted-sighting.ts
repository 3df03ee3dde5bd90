import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import type { SealedRow } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Sighting } from '../../store/schema.ts';
import { findSighting } from '../../store/redaction/shown-vehicle.ts';
import type { ApiContext } from '../context.ts';

/** @throws WaysideError NOT_FOUND */
export async function requireSighting(
  { db }: Pick<ApiContext, 'db'>,
  sightingId: string,
): Promise<Sighting> {
  const sighting = await findSighting(db, sightingId);
  if (sighting === null) throw new WaysideError('NOT_FOUND', 'there is no such sighting');
  return sighting;
}

export function sealedRow({ id, cameraId, capturedAt, sealed }: Sighting): SealedRow {
  return { id, cameraId, capturedAtMs: capturedAt.getTime(), sealed };
}

/**
 * Whether the grant is for the plate of this sighting: the keeper opens the row under one of its plates,
 * or it doesn't.
 * @throws WaysideError GRANT_INVALID
 */
export async function requireGranted(
  { keeper }: Pick<ApiContext, 'keeper'>,
  by: AskedBy,
  grant: SignedGrant,
  row: SealedRow,
): Promise<void> {
  for (const query of grant.grant.plates) {
    const { rows } = await keeper.openRows({ by, grant, query, rows: [row] });
    if (rows.length > 0) return;
  }
  throw new WaysideError('GRANT_INVALID', 'the grant is not for the plate of this sighting', {
    details: { grantId: grant.grant.id, sightingId: row.id },
  });
}
