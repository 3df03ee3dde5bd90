import type { Readable } from 'node:stream';
import { WaysideError } from '../../pipeline/errors.ts';
import { HEADER_PREFIX_BYTES, objectHeaderBytes } from './object-header.ts';

/** The header in front of a sealed object; ends the stream. Throws SEAL_BROKEN. */
export async function readObjectHeader(sealed: Readable): Promise<Buffer> {
  let start = Buffer.alloc(0);
  // Leaving the loop destroys the stream.
  for await (const bytes of sealed as AsyncIterable<Buffer>) {
    start = Buffer.concat([start, bytes]);
    if (start.length < HEADER_PREFIX_BYTES) continue;
    const headerBytes = objectHeaderBytes(start);
    if (start.length >= headerBytes) return start.subarray(0, headerBytes);
  }
  throw new WaysideError('SEAL_BROKEN', 'the sealed object is cut off');
}
