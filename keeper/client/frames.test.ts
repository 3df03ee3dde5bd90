import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, frameDecoder } from './frames.ts';
import { MAX_FRAME_BYTES } from './protocol.ts';

describe('frames', () => {
  it('come out as they went in, however the bytes are cut', () => {
    const values = fc.array(fc.record({ id: fc.nat(), text: fc.string({ unit: 'grapheme' }) }));
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (sent, pieceBytes) => {
        const bytes = Buffer.concat(sent.map(encodeFrame));
        const decode = frameDecoder();
        const received: unknown[] = [];
        for (let at = 0; at < bytes.length; at += pieceBytes) {
          received.push(...decode(bytes.subarray(at, at + pieceBytes)));
        }
        expect(received).toEqual(sent);
      }),
    );
  });

  it('of absurd length are refused before they are waited for', () => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(MAX_FRAME_BYTES + 1);
    expect(() => frameDecoder()(length)).toThrow(RangeError);
  });

  it('that are no JSON are refused', () => {
    expect(() => frameDecoder()(Buffer.from([0, 0, 0, 1, 0x7b]))).toThrow(SyntaxError);
  });
});
