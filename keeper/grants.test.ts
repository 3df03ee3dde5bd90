import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import { keyFingerprint } from './client/endorsement.ts';
import { SITE_APPROVER, type Grant } from './client/grant.ts';
import { coSignGrant, signGrant } from './client/sign-grant.ts';
import type { GrantPolicy } from './grant-policy.ts';
import { checkGrant, checkOwner, checkScope } from './grants.ts';
import { NOW_MS, someGrant } from './testing/some-grant.ts';
import { rememberingVerifier } from './verified-signatures.ts';

const ada = generateKeyPairSync('ed25519');
const ben = generateKeyPairSync('ed25519');
const eve = generateKeyPairSync('ed25519');
const site = generateKeyPairSync('ed25519');
const named = (name: string, { publicKey }: { publicKey: KeyObject }) => ({
  name,
  publicKey,
  fingerprint: keyFingerprint(publicKey),
  local: false,
});
const policy: GrantPolicy = {
  approvers: [named('Ada', ada), named('Ben', ben)],
  twoPersons: false,
  selfApproval: false,
  selfGrants: 'none',
  siteKey: named('site', site),
  maxGrantMs: 24 * 3_600_000,
  secondApproverAfterDays: 90,
  verify: rememberingVerifier(),
  isRevoked: () => false,
  isClosed: () => false,
};
const severalPeople: GrantPolicy = { ...policy, twoPersons: true, selfApproval: true };

describe('checkGrant', () => {
  it('accepts what a registered approver signed', () => {
    const signed = signGrant(ada.privateKey, someGrant());
    expect(checkGrant(signed, policy, NOW_MS)).toEqual({
      grant: signed.grant,
      selfApproved: false,
      coApprovers: [],
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
      { unmask: true },
      { caseId: 'case-2' },
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

describe('checkGrant on a site of several people', () => {
  it('never lets a requester approve, whatever the settings say', () => {
    const signed = signGrant(ada.privateKey, someGrant({ requester: 'Ada' }));
    expect(() => checkGrant(signed, severalPeople, NOW_MS)).toThrow(/its requester approved it/);
  });

  it('takes no key that is a file of the machine', () => {
    const local = { ...severalPeople, approvers: [{ ...named('Ada', ada), local: true }] };
    const signed = signGrant(ada.privateKey, someGrant());
    expect(() => checkGrant(signed, local, NOW_MS)).toThrow(/file of the machine/);
  });

  it('refuses what was withdrawn, and everything of a closed case', () => {
    const signed = signGrant(ada.privateKey, someGrant());
    const revoked = { ...severalPeople, isRevoked: (id: string) => id === 'grant-1' };
    expect(() => checkGrant(signed, revoked, NOW_MS)).toThrow(/withdrawn/);
    const closed = { ...severalPeople, isClosed: (id: string) => id === 'case-1' };
    expect(() => checkGrant(signed, closed, NOW_MS)).toThrow(/case is closed/);
  });

  const old = someGrant({ fromMs: NOW_MS - 92 * DAY_MS, issuedAtMs: NOW_MS });
  const once = signGrant(ada.privateKey, old);

  it('takes a second approver for old data', () => {
    const twice = coSignGrant(once, 'Ben', ben.privateKey);
    expect(checkGrant(twice, severalPeople, NOW_MS)).toMatchObject({
      grant: old,
      coApprovers: ['Ben'],
    });
    const recent = { ...old, fromMs: NOW_MS - 89 * DAY_MS };
    const signed = signGrant(ada.privateKey, recent);
    expect(checkGrant(signed, severalPeople, NOW_MS).grant).toEqual(recent);
  });

  it.each([
    ['nobody’s', once],
    ['the first approver’s again', coSignGrant(once, 'Ada', ada.privateKey)],
    ['a stranger’s', coSignGrant(once, 'Eve', eve.privateKey)],
    ['a stranger’s under a known name', coSignGrant(once, 'Ben', eve.privateKey)],
    [
      'the first, repeated as the second',
      { ...once, coSignatures: [{ approver: 'Ben', signature: once.signature }] },
    ],
  ])('does not take %s signature as the second', (_, signed) => {
    expect(() => checkGrant(signed, severalPeople, NOW_MS)).toThrow(/no second approver/);
  });

  it('does not take the requester as the second approver', () => {
    const signed = signGrant(ada.privateKey, { ...old, requester: 'Ben' });
    const twice = coSignGrant(signed, 'Ben', ben.privateKey);
    expect(() => checkGrant(twice, severalPeople, NOW_MS)).toThrow(/no second approver/);
  });

  it('lets a grant be used by whoever asked for it only', () => {
    const grant = someGrant();
    expect(() => {
      checkOwner(grant, { name: 'Rosa' }, severalPeople);
    }).not.toThrow();
    expect(() => {
      checkOwner(grant, { name: 'Tom' }, severalPeople);
    }).toThrow(/somebody else/);
  });
});

describe('checkGrant of what someone granted themselves', () => {
  const allowing: GrantPolicy = { ...severalPeople, selfGrants: 'recent-plate' };
  const own = (change: Partial<Grant> = {}) =>
    signGrant(
      site.privateKey,
      someGrant({
        approver: SITE_APPROVER,
        fromMs: NOW_MS - DAY_MS,
        toMs: NOW_MS,
        issuedAtMs: NOW_MS,
        ...change,
      }),
    );

  it('takes one whole plate of the last 24 hours, and marks it', () => {
    expect(checkGrant(own(), allowing, NOW_MS).selfApproved).toBe(true);
  });

  it('takes nothing where the site does not allow it', () => {
    expect(() => checkGrant(own(), severalPeople, NOW_MS)).toThrow(/nobody grant it to themselves/);
    expect(() => checkGrant(own(), { ...allowing, twoPersons: false }, NOW_MS)).toThrow(
      /nobody grant it to themselves/,
    );
  });

  const plate = { pattern: 'AB8123', wrongCharacters: 0, partial: false } as const;
  it.each<[string, Partial<Grant>]>([
    ['no plate', { plates: [] }],
    ['two plates', { plates: [plate, { ...plate, pattern: 'AB8124' }] }],
    ['an unknown character', { plates: [{ ...plate, pattern: 'AB?123' }] }],
    ['an unknown run', { plates: [{ ...plate, pattern: 'AB*23' }] }],
    ['a partial plate', { plates: [{ ...plate, partial: true }] }],
    ['two wrong characters', { plates: [{ ...plate, wrongCharacters: 2 }] }],
    ['older data', { fromMs: NOW_MS - DAY_MS - 120_000 }],
    ['what is still to come', { toMs: NOW_MS + 120_000 }],
    ['unmasking', { unmask: true }],
    ['all footage', { footage: 'all' }],
  ])('does not take %s', (_, change) => {
    expect(() => checkGrant(own(change), allowing, NOW_MS)).toThrow(/needs an approver/);
  });

  it('does not take it under another key than the site’s', () => {
    const forged = signGrant(eve.privateKey, own().grant);
    expect(() => checkGrant(forged, allowing, NOW_MS)).toThrow(/not of the site/);
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
