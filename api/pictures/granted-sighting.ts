import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import type { SealedRow } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Sighting } from '../../store/schema.ts';
import { findHeldSighting } from '../../store/retention/held-things.ts';
import { findSighting } from '../../store/redaction/shown-vehicle.ts';
import type { ApiContext } from '../context.ts';

/** A sighting of the index, or one whose day is over and which a hold of the case keeps. */
export type ShownSighting = Omit<Sighting, 'skeletonToken' | 'partTokens' | 'objectClass'> & {
  /** Null where its track says, or there is none. */
  readonly heldCropKey: string | null;
};

/** @throws WaysideError NOT_FOUND */
export async function requireSighting(
  { db }: Pick<ApiContext, 'db'>,
  sightingId: string,
  caseId: string,
): Promise<ShownSighting> {
  const held = await findHeldSighting(db, caseId, sightingId);
  const found = await findSighting(db, sightingId);
  const sighting =
    found === null
      ? held && { ...held, heldCropKey: held.cropKey }
      : { ...found, heldCropKey: null };
  if (sighting === null) throw new WaysideError('NOT_FOUND', 'there is no such sighting');
  return sighting;
}

export function sealedRow({ id, cameraId, capturedAt, sealed }: ShownSighting): SealedRow {
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
