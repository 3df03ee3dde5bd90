import { Type } from 'typebox';
import { AskedBy } from './asked-by.ts';
import { Base64, call, Id, SealedRow, strict } from './call-schema.ts';
import { SignedGrant } from './grant.ts';
import { Hold, HoldSignature } from './hold.ts';

/** The keeper's calls about legal holds; part of `CALLS`. */

export const MAX_HELD_OBJECTS_PER_CALL = 1000;
export const MAX_HELD_ROWS_PER_CALL = 2000;

/** The key of an object under a hold's, as `holdObjects` made it. */
export const HeldKey = Type.Object({ holdId: Id, wrapped: Base64 }, strict);

export const HOLD_CALLS = {
  /** Makes the key of a hold that two approvers signed. Called again with the same, nothing changes. */
  placeHold: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        grant: SignedGrant,
        hold: Hold,
        signatures: Type.Array(HoldSignature, { minItems: 2, maxItems: 10 }),
      },
      strict,
    ),
    Type.Object({}),
  ),
  /** Wraps the keys of those objects that the hold and its grant cover under the hold's. */
  holdObjects: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        grant: SignedGrant,
        holdId: Id,
        objects: Type.Array(
          Type.Object({ objectId: Id, header: Base64, sighting: Type.Optional(SealedRow) }, strict),
          { maxItems: MAX_HELD_OBJECTS_PER_CALL },
        ),
      },
      strict,
    ),
    /** In the order given; null where it isn't covered, or has expired. */
    Type.Object({ wrapped: Type.Array(Type.Union([Base64, Type.Null()])) }),
  ),
  /** Seals those rows that the hold and its grant cover anew, under the hold's key. */
  holdRows: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        grant: SignedGrant,
        holdId: Id,
        rows: Type.Array(SealedRow, { maxItems: MAX_HELD_ROWS_PER_CALL }),
      },
      strict,
    ),
    Type.Object({ sealed: Type.Array(Type.Union([Base64, Type.Null()])) }),
  ),
  /** Destroys the hold's key: what only it kept is unreadable from then on. */
  endHold: call(
    ['operator'],
    Type.Object({ by: AskedBy, holdId: Id, reason: Type.String({ maxLength: 2000 }) }, strict),
    Type.Object({}),
  ),
  /** Ids of the holds whose key exists and hasn't expired. */
  liveHolds: call(['operator'], Type.Object({}, strict), Type.Object({ holdIds: Type.Array(Id) })),
} as const;
