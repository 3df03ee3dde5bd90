import type * as Argon2 from '@node-rs/argon2';
import { verify } from '@node-rs/argon2';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hashPassword, isPassword } from './password.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof Argon2>();
  return { ...real, verify: vi.fn(real.verify) };
});

describe('passwords', () => {
  beforeEach(() => {
    vi.mocked(verify).mockClear();
  });

  it('are known again, however the keyboard composes them, and nothing else is', async () => {
    const hash = await hashPassword('tür-zwölf-öffnet'.normalize('NFC'));
    expect(hash).not.toContain('öffnet');
    expect(await isPassword('tür-zwölf-öffnet'.normalize('NFD'), hash)).toBe(true);
    expect(await isPassword('tur-zwolf-offnet', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  it('are salted', async () => {
    expect(await hashPassword('the same twice')).not.toBe(await hashPassword('the same twice'));
  });

  it('cost a name that nobody has the same work', async () => {
    const parametersOf = (hash: unknown) =>
      /^\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+/.exec(String(hash))?.[0];
    const known = await hashPassword('somebody’s password');
    await isPassword('a guess at it', known);
    expect(await isPassword('a guess at it', null)).toBe(false);
    const [ofKnown, ofNobody] = vi.mocked(verify).mock.calls.map(([hash]) => parametersOf(hash));
    expect(ofKnown).toBeDefined();
    expect(ofNobody).toBe(ofKnown);
  });
});
