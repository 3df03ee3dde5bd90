import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRead, sealRead } from './sealing.ts';
import { anyPlate, somePlate } from './testing/some-plate.ts';

const key = Buffer.alloc(32, 3);
const row = { id: 'r1', cameraId: 'north', capturedAtMs: Date.UTC(2026, 4, 1, 12) };

describe('sealed reads', () => {
  it('open to what was sealed, and hide it', () => {
    fc.assert(
      fc.property(anyPlate, (plate) => {
        const sealed = sealRead(key, row, plate);
        expect(openRead(key, row, sealed)).toEqual(plate);
      }),
    );
    expect(sealRead(key, row, somePlate('XK77ABC')).includes('XK77')).toBe(false);
  });

  it('differ each time, so that equal plates cannot be told from the bytes', () => {
    const plate = somePlate('AB123');
    expect(sealRead(key, row, plate)).not.toEqual(sealRead(key, row, plate));
  });

  it('do not open with any bit changed, or cut off', () => {
    const sealed = sealRead(key, row, somePlate('AB123'));
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => openRead(key, row, changed)).toThrow(/r1 does not open/);
      }),
    );
    for (let length = 0; length < sealed.length; length++) {
      expect(() => openRead(key, row, sealed.subarray(0, length))).toThrow(/does not open/);
    }
  });

  it.each([
    ['id', { ...row, id: 'r2' }],
    ['camera', { ...row, cameraId: 'south' }],
    ['moment', { ...row, capturedAtMs: row.capturedAtMs + 1 }],
  ])('do not open as a row with another %s', (_, other) => {
    const sealed = sealRead(key, row, somePlate('AB123'));
    expect(() => openRead(key, other, sealed)).toThrow(/does not open/);
  });

  it('do not open under the key of another day', () => {
    const sealed = sealRead(key, row, somePlate('AB123'));
    expect(() => openRead(Buffer.alloc(32, 4), row, sealed)).toThrow(/does not open/);
  });
});
