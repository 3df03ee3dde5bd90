import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexTermsOf } from '../pipeline/search/index-terms.ts';
import { plateCharactersOf, skeletonOf } from '../pipeline/search/skeleton.ts';
import { tokeniser, tokenOf } from './tokens.ts';

const key = Buffer.alloc(32, 1);
const texts = fc.stringMatching(/^[A-Z0-9]{1,9}$/);

describe('tokens', () => {
  it('are the first 64 bits of HMAC-SHA256: RFC 4231, test case 2', () => {
    expect(tokenOf(Buffer.from('Jefe'), 'what do ya want for nothing?')).toBe(0x5bdcc146bf60754en);
  });

  it('are signed: the database has no unsigned integers', () => {
    const tokens = Array.from({ length: 64 }, (_, i) => tokenOf(key, `s|${i}`));
    expect(tokens.some((token) => token < 0n)).toBe(true);
    expect(tokens.every((token) => BigInt.asIntN(64, token) === token)).toBe(true);
  });

  it('of two plates are equal exactly when their skeletons are', () => {
    const skeleton = (text: string) => skeletonOf(plateCharactersOf(text)).join('');
    const token = (text: string) => tokenOf(key, indexTermsOf(text).skeleton);
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(token(a) === token(b)).toBe(skeleton(a) === skeleton(b));
        expect(token(a)).toBe(token(skeleton(a)));
      }),
    );
  });

  it('say nothing across days or sorts', () => {
    expect(tokenOf(key, 's|ABC')).not.toBe(tokenOf(Buffer.alloc(32, 2), 's|ABC'));
    expect(tokenOf(key, 's|ABC')).not.toBe(tokenOf(key, 'd|ABC'));
  });

  it('are the same when remembered', () => {
    const tokenise = tokeniser(key);
    for (const term of ['f2|AB', 'l3|123', 's|AB123', 'f2|AB', 'l2|AB']) {
      expect(tokenise(term)).toBe(tokenOf(key, term));
    }
  });
});
