import { createHash, randomBytes } from 'node:crypto';
import { utcDayOf } from '../pipeline/time/utc-day.ts';
import {
  decodeObjectHeader,
  encodeObjectHeader,
  type ObjectClaims,
} from './client/object-header.ts';
import { ratchetName } from './client/retention-class.ts';
import type { Keyring } from './keyring.ts';
import { derive, type DayKeys } from './ratchet.ts';

/** What is known of an object and when the pictures in it were taken. */
export type ObjectDescription = Omit<ObjectClaims, 'salt' | 'classDays'> & {
  readonly classDays?: number | undefined;
};

const SALT_BYTES = 16;

/**
 * A header and key for one writing of an object. The salt in the header is new each time, so a caller
 * that asks for an object's key again to write it can't open what was written before.
 */
export function newObjectKey(
  keyring: Keyring,
  objectId: string,
  description: ObjectDescription,
): { header: Buffer; key: Buffer } {
  const salt = randomBytes(SALT_BYTES).toString('base64');
  const { kind, content, cameraId, startMs, endMs, classDays } = description;
  const header = encodeObjectHeader({
    ...{ kind, content, cameraId, startMs, endMs },
    ...(classDays === undefined ? {} : { classDays }),
    salt,
  });
  return { header, key: objectKeyOf(keyring, objectId, header).key };
}

/**
 * The key of an object from its id and the header that is stored in front of it; what the header says
 * is true of the object if the key opens it. Throws SEAL_BROKEN, EXPIRED, TIME_INVALID.
 */
export function objectKeyOf(
  keyring: Keyring,
  objectId: string,
  header: Uint8Array,
): { key: Buffer; claims: ObjectClaims } {
  const claims = decodeObjectHeader(header);
  const { object } = dayKeysOfObject(keyring, claims);
  const headerHash = createHash('sha256').update(header).digest();
  return { key: derive(object, `wayside object 1 ${objectId}`, headerHash), claims };
}

/** Keys of the ratchet and day that the object is sealed under. Throws EXPIRED, TIME_INVALID. */
export function dayKeysOfObject(
  keyring: Keyring,
  { kind, classDays, startMs }: Pick<ObjectClaims, 'kind' | 'classDays' | 'startMs'>,
): DayKeys {
  return keyring.dayKeys(ratchetName(kind, classDays ?? null), utcDayOf(startMs));
}
