import type { AskedBy } from './asked-by.ts';
import type { SignedGrant } from './grant.ts';
import { heldToWire, type HeldKey } from './hold-caller.ts';
import type { SealedRow } from './keeper-types.ts';
import { bytesToWire, rowToWire } from './wire-bytes.ts';

/** An object that a grant is to open, for whoever asks or for a worker. */
export interface GrantedObject {
  readonly by: AskedBy;
  readonly grant: SignedGrant;
  readonly objectId: string;
  readonly header: Uint8Array;
  /** The row that shows the granted plate in this object, unless the grant opens all. */
  readonly sighting?: SealedRow;
  /** Of an object whose day may have expired, where a hold of the case keeps it. */
  readonly held?: HeldKey | undefined;
}

export function grantedObjectToWire(object: GrantedObject) {
  const { by, grant, objectId, header, sighting, held } = object;
  return {
    by,
    grant,
    objectId,
    header: bytesToWire(header),
    ...heldToWire(held),
    ...(sighting === undefined ? {} : { sighting: rowToWire(sighting) }),
  };
}
