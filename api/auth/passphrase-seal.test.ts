import { describe, expect, it } from 'vitest';
import { openPassphraseSeal, sealUnderPassphrase } from './passphrase-seal.ts';

const COST = { memoryKib: 1024, passes: 1 };
const CLEAR = Buffer.from('what nobody else reads');

describe('a seal under a passphrase', () => {
  it('opens with it, however the keyboard composes it', async () => {
    const seal = await sealUnderPassphrase(CLEAR, 'tür-zwölf'.normalize('NFC'), 'ada', COST);
    expect(await openPassphraseSeal(seal, 'tür-zwölf'.normalize('NFD'), 'ada')).toEqual(CLEAR);
    expect(Buffer.from(seal.sealed).includes(CLEAR)).toBe(false);
  });

  it('opens with no other, for nobody else, and not once changed', async () => {
    const seal = await sealUnderPassphrase(CLEAR, 'twelve otters', 'ada', COST);
    const changed = Buffer.from(seal.sealed);
    changed[0]! ^= 1;
    for (const [kept, passphrase, boundTo] of [
      [seal, 'twelve otter', 'ada'],
      [seal, 'twelve otters', 'ben'],
      [{ ...seal, sealed: changed }, 'twelve otters', 'ada'],
      [{ ...seal, sealed: seal.sealed.subarray(0, -1) }, 'twelve otters', 'ada'],
      [{ ...seal, sealed: new Uint8Array() }, 'twelve otters', 'ada'],
    ] as const) {
      expect(await openPassphraseSeal(kept, passphrase, boundTo)).toBeNull();
    }
  });

  it('seals nothing at all too', async () => {
    const seal = await sealUnderPassphrase(new Uint8Array(), 'twelve otters', 'ada', COST);
    expect(await openPassphraseSeal(seal, 'twelve otters', 'ada')).toHaveLength(0);
  });
});
