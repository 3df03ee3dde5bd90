import { describe, expect, it } from 'vitest';
import { CANARIES, CANARY_NAMES, canariesIn } from './canary-plates.ts';

describe('canariesIn', () => {
  it('finds none in nothing', () => {
    expect(canariesIn('')).toEqual([]);
    expect(canariesIn(Buffer.alloc(0))).toEqual([]);
    expect(canariesIn('LA77QZ and X')).toEqual([]);
  });

  it.each(CANARY_NAMES)('finds %s however it is written', (name) => {
    const plate = CANARIES[name];
    for (const before of ['', 'a', 'ab', 'abc']) {
      const text = `${before}${plate} and more`;
      for (const written of [
        text,
        text.toLowerCase(),
        JSON.stringify({ text }),
        encodeURIComponent(text),
        Buffer.from(text).toString('hex'),
        Buffer.from(text).toString('base64'),
        Buffer.from(text).toString('base64url'),
        Buffer.from(text),
        Buffer.concat([Buffer.from([255, 0, 200]), Buffer.from(text), Buffer.from([255])]),
      ]) {
        expect(canariesIn(written), String(written)).toEqual([name]);
      }
    }
    expect(canariesIn(`\\u4eac`)).toEqual([]);
  });
});
