import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';
import { WaysideError } from '../../pipeline/errors.ts';
import { ContentSchema, KINDS } from './protocol.ts';

/**
 * What stands in clear in front of a sealed object. The keeper derives the object's key from these
 * very bytes, so that a header that says something else opens nothing.
 */
export const ObjectClaims = Type.Object(
  {
    kind: Type.Enum([...KINDS]),
    content: ContentSchema,
    cameraId: Type.String(),
    /** When the pictures were taken, milliseconds since the Unix epoch; the day is that of `startMs`. */
    startMs: Type.Integer(),
    endMs: Type.Integer(),
    /** The retention class it is sealed under; left out: the site's own days. */
    classDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    /** 16 random bytes, base64: no two writings of an object share a key. */
    salt: Type.String(),
  },
  { additionalProperties: false },
);
export type ObjectClaims = Static<typeof ObjectClaims>;

/** Wayside sealed object, format 1. */
const MAGIC = Buffer.from('WSO1');
/** Magic and the 16-bit big-endian length of the claims, which follow as JSON. */
export const HEADER_PREFIX_BYTES = MAGIC.length + 2;

export function encodeObjectHeader(claims: ObjectClaims): Buffer {
  const json = Buffer.from(JSON.stringify(claims));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(json.length);
  return Buffer.concat([MAGIC, length, json]);
}

/**
 * Length in bytes of the header that starts with these at least `HEADER_PREFIX_BYTES` bytes.
 * Throws SEAL_BROKEN when no header starts here.
 */
export function objectHeaderBytes(start: Uint8Array): number {
  const prefix = Buffer.from(start.buffer, start.byteOffset, HEADER_PREFIX_BYTES);
  if (!prefix.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new WaysideError('SEAL_BROKEN', 'the object does not start like a sealed object');
  }
  return HEADER_PREFIX_BYTES + prefix.readUInt16BE(MAGIC.length);
}

/** Throws SEAL_BROKEN. */
export function decodeObjectHeader(header: Uint8Array): ObjectClaims {
  try {
    if (header.length >= HEADER_PREFIX_BYTES && objectHeaderBytes(header) === header.length) {
      const json = Buffer.from(header).toString('utf8', HEADER_PREFIX_BYTES);
      const claims: unknown = JSON.parse(json);
      if (Check(ObjectClaims, claims)) return claims;
    }
  } catch (cause) {
    throw new WaysideError('SEAL_BROKEN', 'the header of the sealed object is damaged', { cause });
  }
  throw new WaysideError('SEAL_BROKEN', 'the header of the sealed object is damaged');
}
