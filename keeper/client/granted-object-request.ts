import { Type } from 'typebox';
import { AskedBy } from './asked-by.ts';
import { Base64, Id, SealedRow, strict } from './call-schema.ts';
import { SignedGrant } from './grant.ts';
import { HeldKey } from './hold-calls.ts';

/** An object that a grant is to open, as `objectKeyByGrant` and `ticketByGrant` send it. */
export const GrantedObjectRequest = Type.Object(
  {
    by: AskedBy,
    grant: SignedGrant,
    objectId: Id,
    header: Base64,
    sighting: Type.Optional(SealedRow),
    held: Type.Optional(HeldKey),
  },
  strict,
);
