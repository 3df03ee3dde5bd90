import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApprovers } from '../../keeper/approvers.ts';
import { unlockApproverKey } from '../auth/unlock-approver-key.ts';
import { findApproverKey } from '../../store/people/approver-keys.ts';
import { PASSWORD, startTestSite, type TestSite, type Visitor } from '../testing/test-site.ts';

const PASSPHRASE = 'seven grey herons on a weir';
interface Made {
  readonly fingerprint: string;
  readonly status: string;
}

describe('approvers', () => {
  let site: TestSite;
  let ann: Visitor;
  let bob: Visitor;
  beforeAll(async () => {
    site = await startTestSite();
    ann = await site.signedIn('approver', 'ann');
    bob = await site.signedIn('approver', 'bob');
  });
  afterAll(() => site.stop());

  const makeKey = async (who: Visitor, passphrase = PASSPHRASE) =>
    who.send('POST', '/v1/approvers', { passphrase });
  const fingerprintOf = async (who: Visitor) =>
    ((await makeKey(who)).body as unknown as Made).fingerprint;
  const endorse = (who: Visitor, name: string, fingerprint: string, passphrase = PASSPHRASE) =>
    who.send('POST', `/v1/approvers/${name}/endorse`, { fingerprint, passphrase });
  const admitOnMachine = async (name: string) => {
    const key = (await findApproverKey(site.db, { name }))!;
    const publicKey = createPublicKey({
      key: Buffer.from(key.publicKey),
      format: 'der',
      type: 'spki',
    });
    await openApprovers(site.keeper.config.folder).admit(name, publicKey);
  };

  it('make a key that waits, and whose private half no row holds in clear', async () => {
    expect((await makeKey(ann, 'short')).body.code).toBe('PASSWORD_WEAK');
    const answer = await makeKey(ann);
    expect(answer).toMatchObject({ status: 201, body: { name: 'ann', status: 'waiting' } });
    const key = (await findApproverKey(site.db, { name: 'ann' }))!;
    for (const bytes of [key.wrappedPrivateKey, key.publicKey, key.salt]) {
      const der = { key: Buffer.from(bytes), format: 'der', type: 'pkcs8' } as const;
      expect(() => createPrivateKey(der)).toThrow();
    }
    const analyst = await site.signedIn('analyst');
    expect((await makeKey(analyst)).body.code).toBe('FORBIDDEN');
  });

  it('can’t vouch for anybody before the keeper takes their own key', async () => {
    await makeKey(ann);
    const fingerprint = await fingerprintOf(bob);
    expect((await endorse(ann, 'bob', fingerprint)).body.code).toBe('APPROVER_REFUSED');
    expect((await endorse(bob, 'bob', fingerprint)).body.code).toBe('APPROVER_REFUSED');
    const { approverFingerprints } = await site.keeper.operator.status();
    expect(approverFingerprints).not.toContain(fingerprint);
  });

  it('once admitted vouch for others, by fingerprint and passphrase', async () => {
    await makeKey(ann);
    await admitOnMachine('ann');
    const fingerprint = await fingerprintOf(bob);
    expect((await endorse(ann, 'bob', '0'.repeat(64))).body.code).toBe('CONFLICT');
    expect((await endorse(ann, 'nobody', fingerprint)).status).toBe(404);
    expect((await endorse(ann, 'bob', fingerprint, 'a wrong one')).body.code).toBe(
      'PASSPHRASE_WRONG',
    );
    const failed = (await site.keeper.auditDetails()).filter(
      ({ action }) => action === 'sign-in-failed',
    );
    expect(failed).toEqual([
      expect.objectContaining({
        by: expect.objectContaining({ name: 'ann' }) as unknown,
        particulars: { secret: 'passphrase' },
      }),
    ]);
    expect(await endorse(ann, 'bob', fingerprint)).toMatchObject({
      status: 200,
      body: { name: 'bob', status: 'admitted' },
    });
    const { body } = await ann.send('GET', '/v1/approvers');
    expect(body.items).toEqual([
      expect.objectContaining({ name: 'ann', status: 'admitted' }),
      expect.objectContaining({ name: 'bob', status: 'admitted', fingerprint }),
    ]);
  });

  it('wait again with a new key, whatever the one before could do', async () => {
    const { body } = await makeKey(bob);
    expect(body.status).toBe('waiting');
    const { body: list } = await ann.send('GET', '/v1/approvers');
    expect(list.items).toContainEqual(expect.objectContaining({ name: 'bob', status: 'waiting' }));
  });

  it('sign with the unlocked key only: five wrong passphrases lock it, and no sign-in helps', async () => {
    const cat = await site.signedIn('approver', 'cat');
    const { userId } = (await cat.send('GET', '/v1/session')).body as { userId: string };
    await expect(unlockApproverKey(site.db, userId, PASSPHRASE)).rejects.toMatchObject({
      code: 'APPROVER_KEY_MISSING',
    });
    await makeKey(cat);
    const privateKey = await unlockApproverKey(site.db, userId, PASSPHRASE);
    const stored = (await findApproverKey(site.db, { accountId: userId }))!;
    const publicKey = createPublicKey({
      key: Buffer.from(stored.publicKey),
      format: 'der',
      type: 'spki',
    });
    expect(
      verify(null, Buffer.from('x'), publicKey, sign(null, Buffer.from('x'), privateKey)),
    ).toBe(true);
    for (let failure = 0; failure < 5; failure++) {
      if (failure === 3) {
        const again = await cat.send('POST', '/v1/session', { name: 'cat', password: PASSWORD });
        expect(again.status).toBe(200);
      }
      await expect(unlockApproverKey(site.db, userId, `guess ${failure}`)).rejects.toMatchObject({
        code: 'PASSPHRASE_WRONG',
      });
    }
    await expect(unlockApproverKey(site.db, userId, PASSPHRASE)).rejects.toMatchObject({
      code: 'LOCKED_OUT',
    });
  });

  it('lose the key’s use with the role', async () => {
    const { userId } = (await ann.send('GET', '/v1/session')).body as { userId: string };
    const boss = await site.signedIn('administrator', 'boss');
    await boss.send('PATCH', `/v1/users/${userId}`, { role: 'analyst' });
    await expect(unlockApproverKey(site.db, userId, PASSPHRASE)).rejects.toMatchObject({
      code: 'APPROVER_KEY_MISSING',
    });
  });
});
