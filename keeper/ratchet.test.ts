import { describe, expect, it } from 'vitest';
import { dayKeysOf, derive, nextState } from './ratchet.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('the ratchet', () => {
  it('derives by HKDF-SHA256: RFC 5869, test case 3', () => {
    expect(derive(hex('0b'.repeat(22)), '').toString('hex')).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
    );
  });

  it('keeps to the derivation that stored bytes depend on', () => {
    const state = Buffer.alloc(32, 7);
    expect(nextState(state).toString('hex')).toMatchInlineSnapshot(
      `"6ecb7b3a4c8e7b866c54cdc9e41a9c6ca08e0d4b4af38cad1dd7843ca090765f"`,
    );
    expect(dayKeysOf(state, 'reads').seal.toString('hex')).toMatchInlineSnapshot(
      `"12fc8ed1f4af9b7ddb32a0f543b143d1c7ff01e1e81ff5cb3e1ee7e1e6d63929"`,
    );
  });

  it('gives every kind, use and day a key of its own', () => {
    const state = Buffer.alloc(32, 7);
    const keys = [state, nextState(state)].flatMap((of) =>
      ['reads', 'footage'].flatMap((kind) => {
        const { seal, token, object, ticket } = dayKeysOf(of, kind);
        return [seal, token, object, ticket].map((key) => key.toString('hex'));
      }),
    );
    expect(new Set(keys).size).toBe(16);
  });
});
