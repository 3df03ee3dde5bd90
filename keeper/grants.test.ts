import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signGrant } from './client/sign-grant.ts';
import { checkGrant, checkScope, type GrantPolicy } from './grants.ts';
import { NOW_MS, someGrant } from './testing/some-grant.ts';

const ada = generateKeyPairSync('ed25519');
const eve = generateKeyPairSync('ed25519');
const policy: GrantPolicy = {
  approvers: [{ name: 'Ada', publicKey: ada.publicKey, fingerprint: 'a' }],
  selfApproval: false,
  maxGrantMs: 24 * 3_600_000,
};

describe('checkGrant', () => {
  it('accepts what a registered approver signed', () => {
    const signed = signGrant(ada.privateKey, someGrant());
    expect(checkGrant(signed, policy, NOW_MS)).toEqual({
      grant: signed.grant,
      selfApproved: false,
    });
  });

  it.each([
    ['an approver nobody registered', { approver: 'Eve' }, /approver is not registered/],
    ['one that ended', { expiresAtMs: NOW_MS }, /expired/],
    ['one that begins later', { issuedAtMs: NOW_MS + 120_000 }, /not valid yet/],
    ['one that lasts too long', { expiresAtMs: NOW_MS + 24 * 3_600_000 }, /more than 24 hours/],
    ['an empty span', { toMs: Date.UTC(2026, 4, 10) }, /span is empty/],
    ['a requester who approved it', { requester: 'Ada' }, /its requester approved it/],
  ])('refuses %s', (_, change, why) => {
    const signed = signGrant(ada.privateKey, someGrant(change));
    expect(() => checkGrant(signed, policy, NOW_MS)).toThrow(why);
  });

  it("refuses another's signature, and any change after signing", () => {
    const forged = signGrant(eve.privateKey, someGrant());
    expect(() => checkGrant(forged, policy, NOW_MS)).toThrow(/signature/);
    const { signature } = signGrant(ada.privateKey, someGrant());
    for (const change of [
      { reason: 'another reason' },
      { cameras: 'all' as const },
      { toMs: NOW_MS },
      { plates: [] },
    ]) {
      const changed = { grant: someGrant(change), signature };
      expect(() => checkGrant(changed, policy, NOW_MS)).toThrow(/signature/);
    }
  });

  it('marks a grant that its requester approved, where the site allows it', () => {
    const signed = signGrant(ada.privateKey, someGrant({ requester: 'Ada' }));
    expect(checkGrant(signed, { ...policy, selfApproval: true }, NOW_MS).selfApproved).toBe(true);
  });
});

describe('checkScope', () => {
  const grant = someGrant();
  const scope = {
    query: { pattern: 'ab-8123', wrongCharacters: 1 as const, partial: false },
    fromMs: grant.fromMs,
    toMs: grant.toMs,
    cameras: ['north'],
  };

  it('accepts what the grant says', () => {
    expect(() => {
      checkScope(grant, scope);
    }).not.toThrow();
    expect(() => {
      checkScope({ ...grant, cameras: 'all' }, { ...scope, cameras: 'all' });
    }).not.toThrow();
  });

  it.each([
    ['another plate', { query: { ...scope.query, pattern: 'XY 9999' } }, /plate/],
    ['more wrong characters', { query: { ...scope.query, wrongCharacters: 2 as const } }, /plate/],
    ['an earlier time', { fromMs: grant.fromMs - 1 }, /time span/],
    ['a later time', { toMs: grant.toMs + 1 }, /time span/],
    ['another camera', { cameras: ['north', 'south'] }, /cameras/],
    ['all cameras', { cameras: 'all' as const }, /cameras/],
  ])('refuses %s', (_, change, why) => {
    const work = () => {
      checkScope(grant, { ...scope, ...change });
    };
    expect(work).toThrow(why);
    expect(work).not.toThrow(/9999|8123/);
  });
});
