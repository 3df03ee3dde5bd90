import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { WaysideError } from '../../pipeline/errors.ts';
import { HEADER_PREFIX_BYTES, objectHeaderBytes } from './object-header.ts';

/**
 * AES-256-GCM in chunks as a stream, after the STREAM construction (Hoang, Reyhanitabar, Rogaway,
 * Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015). Stored:
 * header, 7 random bytes, then chunks of up to 64 KiB, each followed by its 16-byte tag. A chunk's
 * nonce is those 7 bytes, its 32-bit index and a byte that is 1 in the last chunk only, so that
 * reordered, repeated, missing or added chunks and a cut-off tail don't open.
 */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const NONCE_PREFIX_BYTES = 7;

/** How large a sealed object is, for one that holds `byteCount` bytes. */
export function sealedObjectBytes(header: Uint8Array, byteCount: number): number {
  const chunks = Math.max(1, Math.ceil(byteCount / CHUNK_BYTES));
  return header.length + NONCE_PREFIX_BYTES + byteCount + chunks * TAG_BYTES;
}

function nonceOf(prefix: Buffer, index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(index, NONCE_PREFIX_BYTES);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Bytes in, sealed object out. `key`: 32 bytes, for this header only. */
export function sealObjectStream(key: Uint8Array, header: Uint8Array): Transform {
  const prefix = randomBytes(NONCE_PREFIX_BYTES);
  let index = 0;
  const sealChunk = (stream: Transform, chunk: Buffer, last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, index++, last));
    stream.push(cipher.update(chunk));
    cipher.final();
    stream.push(cipher.getAuthTag());
  };
  const chunks = chunker(CHUNK_BYTES);
  let begun = false;
  const begin = (stream: Transform) => {
    if (begun) return;
    begun = true;
    stream.push(Buffer.concat([header, prefix]));
  };
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      begin(this);
      for (const chunk of chunks.add(bytes)) sealChunk(this, chunk, false);
      done();
    },
    flush(done) {
      begin(this);
      sealChunk(this, chunks.rest(), true);
      done();
    },
  });
}

/**
 * Sealed object in, bytes out. `keyFor` is asked once, with the header, before the first byte.
 * Fails with SEAL_BROKEN where bytes were changed, cut off, added or reordered; what came out before
 * is right, but the object isn't whole.
 */
export function openObjectStream(keyFor: (header: Buffer) => Promise<Uint8Array>): Transform {
  let start = Buffer.alloc(0);
  let opened: { key: Uint8Array; prefix: Buffer } | null = null;
  let index = 0;
  const chunks = chunker(CHUNK_BYTES + TAG_BYTES);

  const openChunk = (stream: Transform, chunk: Buffer, last: boolean) => {
    if (opened === null || chunk.length < TAG_BYTES || (chunk.length === TAG_BYTES && index > 0)) {
      throw new WaysideError('SEAL_BROKEN', 'the sealed object is cut off');
    }
    const { key, prefix } = opened;
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix, index, last));
    decipher.setAuthTag(chunk.subarray(chunk.length - TAG_BYTES));
    try {
      const bytes = decipher.update(chunk.subarray(0, chunk.length - TAG_BYTES));
      decipher.final();
      stream.push(bytes);
    } catch (cause) {
      throw new WaysideError('SEAL_BROKEN', `chunk ${index} of the sealed object does not open`, {
        details: { chunk: index },
        cause,
      });
    }
    index++;
  };

  /** Gives the bytes after header and nonce prefix, or null while these aren't there yet. */
  const readStart = async (bytes: Buffer): Promise<Buffer | null> => {
    start = Buffer.concat([start, bytes]);
    if (start.length < HEADER_PREFIX_BYTES) return null;
    const headerBytes = objectHeaderBytes(start);
    const bodyAt = headerBytes + NONCE_PREFIX_BYTES;
    if (start.length < bodyAt) return null;
    const prefix = start.subarray(headerBytes, bodyAt);
    opened = { key: await keyFor(start.subarray(0, headerBytes)), prefix };
    return start.subarray(bodyAt);
  };

  const attempt = (done: TransformCallback, work: () => Promise<void> | void) => {
    Promise.resolve()
      .then(work)
      .then(
        () => {
          done();
        },
        (error: unknown) => {
          done(error as Error);
        },
      );
  };

  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      attempt(done, async () => {
        const body = opened === null ? await readStart(bytes) : bytes;
        if (body === null) return;
        for (const chunk of chunks.add(body)) openChunk(this, chunk, false);
      });
    },
    flush(done) {
      attempt(done, () => {
        openChunk(this, chunks.rest(), true);
      });
    },
  });
}

/** Cuts bytes into chunks of one size and holds the last one back, as only the end shows which it is. */
function chunker(size: number) {
  let held: Buffer[] = [];
  let heldBytes = 0;
  return {
    *add(bytes: Buffer): Generator<Buffer> {
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes <= size) return;
      const all = Buffer.concat(held, heldBytes);
      let at = 0;
      for (; all.length - at > size; at += size) yield all.subarray(at, at + size);
      held = [all.subarray(at)];
      heldBytes = all.length - at;
    },
    rest: () => Buffer.concat(held, heldBytes),
  };
}
