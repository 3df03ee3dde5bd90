import type { AskedBy } from './asked-by.ts';
import type { SignedGrant } from './grant.ts';
import type { Hold, HoldSignature } from './hold.ts';
import { MAX_HELD_OBJECTS_PER_CALL, MAX_HELD_ROWS_PER_CALL } from './hold-calls.ts';
import type { Caller } from './keeper-caller.ts';
import type { SealedRow } from './keeper-types.ts';
import { bytesFromWire, bytesToWire, rowToWire } from './wire-bytes.ts';

export interface ObjectToHold {
  readonly objectId: string;
  readonly header: Uint8Array;
  /** The row that shows a granted plate in it, unless the grant opens all. */
  readonly sighting?: SealedRow;
}

/** The key of an object under a hold's. */
export interface HeldKey {
  readonly holdId: string;
  readonly wrapped: Uint8Array;
}

/** The part of the keeper's client that is about legal holds. */
export interface HoldCaller {
  /** Throws HOLD_INVALID, GRANT_INVALID, AUDIT_UNAVAILABLE. */
  placeHold(request: {
    readonly by: AskedBy;
    readonly grant: SignedGrant;
    readonly hold: Hold;
    readonly signatures: readonly HoldSignature[];
  }): Promise<void>;
  /** Any number, in the order given; null where the hold doesn't cover it or its key is gone. */
  holdObjects(request: {
    readonly by: AskedBy;
    readonly grant: SignedGrant;
    readonly holdId: string;
    readonly objects: readonly ObjectToHold[];
  }): Promise<readonly (Uint8Array | null)[]>;
  /** As `holdObjects`: the rows sealed anew. */
  holdRows(request: {
    readonly by: AskedBy;
    readonly grant: SignedGrant;
    readonly holdId: string;
    readonly rows: readonly SealedRow[];
  }): Promise<readonly (Uint8Array | null)[]>;
  /** A hold that ended already: nothing happens. */
  endHold(request: {
    readonly by: AskedBy;
    readonly holdId: string;
    readonly reason: string;
  }): Promise<void>;
  liveHolds(): Promise<readonly string[]>;
}

export function holdCaller(call: Caller): HoldCaller {
  return {
    async placeHold({ by, grant, hold, signatures }) {
      await call('placeHold', { by, grant, hold, signatures: [...signatures] });
    },
    async holdObjects({ by, grant, holdId, objects }) {
      const wrapped: (Uint8Array | null)[] = [];
      for (let at = 0; at < objects.length; at += MAX_HELD_OBJECTS_PER_CALL) {
        const part = objects.slice(at, at + MAX_HELD_OBJECTS_PER_CALL).map((object) => ({
          objectId: object.objectId,
          header: bytesToWire(object.header),
          ...(object.sighting === undefined ? {} : { sighting: rowToWire(object.sighting) }),
        }));
        const answer = await call('holdObjects', { by, grant, holdId, objects: part });
        wrapped.push(...answer.wrapped.map(orNull));
      }
      return wrapped;
    },
    async holdRows({ by, grant, holdId, rows }) {
      const sealed: (Uint8Array | null)[] = [];
      for (let at = 0; at < rows.length; at += MAX_HELD_ROWS_PER_CALL) {
        const part = rows.slice(at, at + MAX_HELD_ROWS_PER_CALL).map(rowToWire);
        const answer = await call('holdRows', { by, grant, holdId, rows: part });
        sealed.push(...answer.sealed.map(orNull));
      }
      return sealed;
    },
    async endHold({ by, holdId, reason }) {
      await call('endHold', { by, holdId, reason });
    },
    async liveHolds() {
      return (await call('liveHolds', {})).holdIds;
    },
  };
}

/** As `objectKeyByGrant` and `ticketByGrant` send it. */
export function heldToWire(held: HeldKey | undefined) {
  return held === undefined
    ? {}
    : { held: { holdId: held.holdId, wrapped: bytesToWire(held.wrapped) } };
}

function orNull(wire: string | null): Uint8Array | null {
  return wire === null ? null : bytesFromWire(wire);
}
