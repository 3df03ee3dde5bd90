import fc from 'fast-check';
import { expect, it } from 'vitest';
import { precedenceOf } from './precedence.ts';

const generation = fc.nat({ max: 2 ** 21 - 3 });

it('puts later generations of streams first, and files after all of them', () => {
  const stream = (of: number) => precedenceOf({ origin: 'stream', generation: of });
  const file = precedenceOf({ origin: 'file', generation: 0 });
  fc.assert(
    fc.property(generation, generation, (one, other) => {
      expect(Math.sign(stream(one) - stream(other))).toBe(Math.sign(other - one));
      expect(stream(one)).toBeLessThan(file);
    }),
  );
  for (const precedence of [stream(0), stream(2 ** 40), file]) {
    expect(precedence).toBeGreaterThanOrEqual(1);
    expect(precedence).toBeLessThan(2 ** 21);
  }
});
