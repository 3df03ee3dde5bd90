import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHUNK_BYTES,
  openObjectStream,
  sealedObjectBytes,
  sealObjectStream,
} from './object-cipher.ts';
import { encodeObjectHeader } from './object-header.ts';

const key = Buffer.alloc(32, 5);
const header = encodeObjectHeader({
  kind: 'footage',
  content: 'footage',
  cameraId: 'north',
  startMs: 1,
  endMs: 2,
  salt: 'AAAAAAAAAAAAAAAAAAAAAA==',
});
const BODY_AT = header.length + 7;
const SEALED_CHUNK = CHUNK_BYTES + 16;

const cut = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
const seal = (bytes: Buffer, pieceBytes = 10_000) =>
  buffer(Readable.from(cut(bytes, pieceBytes)).pipe(sealObjectStream(key, header)));
const openIt = (sealed: Buffer, pieceBytes = 10_000, withKey = key) =>
  buffer(
    Readable.from(cut(sealed, pieceBytes)).pipe(
      openObjectStream((given) => Promise.resolve(given.equals(header) ? withKey : key)),
    ),
  );
const pattern = (length: number) =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7) % 251));

describe('sealed objects', () => {
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])(
    'of %d bytes open to what was sealed',
    async (length) => {
      const bytes = pattern(length);
      const sealed = await seal(bytes);
      expect(sealed.length).toBe(sealedObjectBytes(header, length));
      expect((await openIt(sealed)).equals(bytes)).toBe(true);
    },
  );

  it('do not depend on how the bytes come', async () => {
    const bytes = pattern(2 * CHUNK_BYTES + 5);
    const sizes = fc.integer({ min: 1, max: 3 * CHUNK_BYTES });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (inPieces, outPieces) => {
        fc.pre(inPieces > 200 && outPieces > 200);
        const opened = await openIt(await seal(bytes, inPieces), outPieces);
        expect(opened.equals(bytes)).toBe(true);
      }),
      { numRuns: 20 },
    );
    const few = pattern(40);
    expect(await openIt(await seal(few, 1), 1)).toEqual(few);
  });

  it('are refused with any byte changed after the header', async () => {
    const sealed = await seal(pattern(CHUNK_BYTES + 100));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: header.length, max: sealed.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const changed = Buffer.from(sealed);
          changed[at]! ^= mask;
          await expect(openIt(changed)).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are refused cut off anywhere, at a chunk’s end too', async () => {
    const sealed = await seal(pattern(2 * CHUNK_BYTES + 10));
    const ends = [0, 3, header.length, BODY_AT, BODY_AT + 5, BODY_AT + SEALED_CHUNK];
    for (const end of [...ends, BODY_AT + 2 * SEALED_CHUNK, sealed.length - 1]) {
      await expect(openIt(sealed.subarray(0, end))).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    }
  });

  it('are refused with chunks reordered, repeated, dropped or added', async () => {
    const sealed = await seal(pattern(3 * CHUNK_BYTES));
    const front = sealed.subarray(0, BODY_AT);
    const [a, b, c] = cut(sealed.subarray(BODY_AT), SEALED_CHUNK) as [Buffer, Buffer, Buffer];
    for (const chunks of [[b, a, c], [a, a, b, c], [a, c], [a, b], [a, b, c, c], [c]]) {
      await expect(openIt(Buffer.concat([front, ...chunks]))).rejects.toMatchObject({
        code: 'SEAL_BROKEN',
      });
    }
  });

  it('are refused under another key, and when they are no sealed object', async () => {
    const sealed = await seal(pattern(10));
    const other = Buffer.alloc(32, 6);
    await expect(openIt(sealed, 100, other)).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    await expect(openIt(pattern(500))).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  });

  it('give the reason when the keeper gives no key', async () => {
    const sealed = await seal(pattern(10));
    const opening = openObjectStream(() => Promise.reject(new Error('refused')));
    await expect(buffer(Readable.from([sealed]).pipe(opening))).rejects.toThrow('refused');
  });
});
