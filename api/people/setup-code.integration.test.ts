import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startTestSite, type TestSite } from '../testing/test-site.ts';
import { renewSetupCode } from './setup-code.ts';

describe('set-up', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await startTestSite();
  });
  afterAll(() => site.stop());

  const setUp = (code: string, name = 'ada', password = PASSWORD) =>
    site.visitor().send('POST', '/v1/setup', { code, name, password });

  it('has no password of its own, and takes nothing but the newest code', async () => {
    const old = await site.setupCode();
    const code = await site.setupCode();
    for (const wrong of ['admin', 'x'.repeat(43), old]) {
      expect(await setUp(wrong)).toMatchObject({ status: 403, body: { code: 'SETUP_REFUSED' } });
    }
    expect(await setUp(code, 'ada', 'password12345')).toMatchObject({
      status: 422,
      body: { code: 'PASSWORD_WEAK' },
    });
    expect(
      JSON.stringify(await site.db.selectFrom('setupCode').selectAll().execute()),
    ).not.toContain(code);
  });

  it('makes one administrator, of two who come with the code at once', async () => {
    expect((await site.keeper.operator.status()).twoPersons).toBe(false);
    const code = await site.setupCode();
    const answers = await Promise.all([setUp(code, 'ada'), setUp(code, 'eve')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
    const users = await site.db.selectFrom('account').selectAll().execute();
    expect(users).toHaveLength(1);
    expect(users[0]).toMatchObject({ role: 'administrator', status: 'active' });
    expect(users[0]!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('asks for two persons from then on, in the keeper', async () => {
    expect((await site.keeper.operator.status()).twoPersons).toBe(true);
    const actions = (await site.keeper.auditDetails()).map(({ action }) => action);
    expect(actions).toContain('two-persons-required');
    expect(actions).toContain('site-set-up');
  });

  it('gives no further code', async () => {
    expect(await renewSetupCode(site.db)).toBeNull();
  });
});
