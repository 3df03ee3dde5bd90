import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILURE_SPAN_MS } from '../auth/guarded-attempt.ts';
import { oneTimeCodeAt, STEP_MS } from '../auth/one-time-code.ts';
import { PASSWORD, startTestSite, type TestSite, type Visitor } from '../testing/test-site.ts';

const MINUTE_MS = 60_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SETUP = '/v1/me/second-factor';

// The site's clock stands still unless a test moves it: no step ends between a code and its check.
let nowMs = Date.now();
const pass = (ms: number) => {
  nowMs += ms;
};
const startSite = (config: Parameters<typeof startTestSite>[0] = {}) =>
  startTestSite(config, { nowMs: () => nowMs });

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** What the authenticator shows, its clock so many steps off. */
function codeOf(secret: string, driftSteps = 0): string {
  return oneTimeCodeAt(bytesOf(secret), nowMs + driftSteps * STEP_MS);
}

async function setUp(who: Visitor) {
  const made = await who.send('POST', SETUP, { password: PASSWORD });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { secret, url } = made.body as { secret: string; url: string };
  const proof = { password: PASSWORD, code: codeOf(secret) };
  const confirmed = await who.send('POST', `${SETUP}/confirm`, proof);
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  return { secret, url, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}

describe('a second factor', () => {
  let site: TestSite;
  let boss: Visitor;
  beforeAll(async () => {
    site = await startSite();
    boss = await site.signedIn('administrator', 'boss');
  });
  afterAll(() => site.stop());

  const signIn = async (name: string, code?: string, password = PASSWORD) => {
    const secrets = { name, password, ...(code === undefined ? {} : { code }) };
    return site.visitor().send('POST', '/v1/session', secrets);
  };
  const codeOfAnswer = async (name: string, code?: string, password?: string) => {
    const { status, body } = await signIn(name, code, password);
    return status === 200 ? 'in' : body.code;
  };
  const audited = async (name: string, action = 'second-factor-changed') =>
    (await site.keeper.auditDetails())
      .filter((entry) => entry.action === action)
      .map(({ particulars }) => particulars as { user?: string; change?: string; why?: string })
      .filter(({ user }) => action !== 'second-factor-changed' || user === name);

  it('is asked for after the right password only, and only once confirmed', async () => {
    const ada = await site.signedIn('analyst', 'ada');
    const { body } = await ada.send('POST', SETUP, { password: PASSWORD });
    const secret = body.secret as string;
    expect(body.url).toBe(`otpauth://totp/Wayside%3Aada?secret=${secret}&issuer=Wayside`);
    expect(await codeOfAnswer('ada')).toBe('in');

    const again = site.visitor();
    await again.send('POST', '/v1/session', { name: 'ada', password: PASSWORD });
    const confirm = (code: string, password = PASSWORD) =>
      again.send('POST', `${SETUP}/confirm`, { password, code });
    expect((await confirm(codeOf(secret, 5))).body.code).toBe('SECOND_FACTOR_REFUSED');
    expect((await confirm(codeOf(secret), 'not the password')).body.code).toBe('SIGN_IN_REFUSED');
    expect(await codeOfAnswer('ada')).toBe('in');

    await again.send('POST', '/v1/session', { name: 'ada', password: PASSWORD });
    const confirmed = await confirm(codeOf(secret));
    expect(new Set(confirmed.body.recoveryCodes as string[]).size).toBe(8);
    pass(STEP_MS);
    expect(await codeOfAnswer('ada')).toBe('SECOND_FACTOR_REQUIRED');
    expect(await codeOfAnswer('ada', undefined, 'not the password')).toBe('SIGN_IN_REFUSED');
    expect(await codeOfAnswer('ada', codeOf(secret), 'not the password')).toBe('SIGN_IN_REFUSED');
    expect(await codeOfAnswer('ada', codeOf(secret, 5))).toBe('SECOND_FACTOR_REFUSED');
    expect(await codeOfAnswer('ada', codeOf(secret))).toBe('in');
    expect(await audited('ada')).toMatchObject([{ change: 'turned-on' }]);
    expect((await audited('', 'sign-in-failed')).map(({ why }) => why)).toEqual(
      expect.arrayContaining(['SECOND_FACTOR_REQUIRED', 'SECOND_FACTOR_REFUSED']),
    );
  });

  it('takes a code once, of a clock one step off at most, and none from before it', async () => {
    const { secret } = await setUp(await site.signedIn('analyst', 'bea'));
    expect(await codeOfAnswer('bea', codeOf(secret)), 'the first, again').not.toBe('in');
    pass(10 * STEP_MS);
    expect(await codeOfAnswer('bea', codeOf(secret, -2))).toBe('SECOND_FACTOR_REFUSED');
    expect(await codeOfAnswer('bea', codeOf(secret, 2))).toBe('SECOND_FACTOR_REFUSED');
    expect(await codeOfAnswer('bea', codeOf(secret, -1))).toBe('in');
    expect(await codeOfAnswer('bea', codeOf(secret, -1))).toBe('SECOND_FACTOR_REFUSED');
    expect(await codeOfAnswer('bea', codeOf(secret, 1))).toBe('in');
    expect(await codeOfAnswer('bea', codeOf(secret))).toBe('SECOND_FACTOR_REFUSED');
    pass(2 * STEP_MS);
    const spaced = codeOf(secret).replace(/^.../, '$& ');
    const atOnce = await Promise.all([1, 2, 3, 4].map(() => codeOfAnswer('bea', spaced)));
    expect(atOnce.filter((answer) => answer === 'in')).toHaveLength(1);
  });

  it('is replaced by each recovery code once, which the audit log tells', async () => {
    const { recoveryCodes } = await setUp(await site.signedIn('analyst', 'cal'));
    const [first, second] = recoveryCodes as [string, string];
    expect(await codeOfAnswer('cal', first)).toBe('in');
    expect(await codeOfAnswer('cal', first)).toBe('SECOND_FACTOR_REFUSED');
    expect(await codeOfAnswer('cal', second.toLowerCase().replaceAll('-', ' '))).toBe('in');
    expect(await codeOfAnswer('cal', 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF')).not.toBe('in');
    expect((await audited('cal')).map(({ change }) => change)).toEqual([
      'turned-on',
      'recovery-code-used',
      'recovery-code-used',
    ]);
  });

  it.each([
    ['dee', 'wrong codes', (secret: string) => codeOf(secret, 7)],
    ['dan', 'no codes', () => undefined],
  ])('locks %s after five %s with the right password', async (name, _what, wrong) => {
    const { secret } = await setUp(await site.signedIn('analyst', name));
    pass(STEP_MS);
    for (let failure = 1; failure <= 5; failure++) {
      expect(await codeOfAnswer(name, wrong(secret))).toMatch(/^SECOND_FACTOR_/);
    }
    expect(await codeOfAnswer(name, codeOf(secret))).toBe('LOCKED_OUT');
    pass(FAILURE_SPAN_MS + 1000);
    expect(await codeOfAnswer(name, codeOf(secret))).toBe('in');
  });

  it('is part of a fresh proof, which a first code gives too', async () => {
    const eli = await site.signedIn('approver', 'eli');
    const makeKey = () => eli.send('POST', '/v1/approvers', { passphrase: 'seven slow otters' });
    const prove = (code?: string) =>
      eli.send('POST', '/v1/session/proof', { password: PASSWORD, ...(code && { code }) });
    pass(6 * MINUTE_MS);
    expect((await makeKey()).body.code).toBe('SIGN_IN_AGAIN');
    const { secret } = await setUp(eli);
    expect((await makeKey()).status).toBe(201);
    pass(6 * MINUTE_MS);
    expect((await prove()).body.code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await prove(codeOf(secret, 7))).body.code).toBe('SECOND_FACTOR_REFUSED');
    expect((await makeKey()).body.code).toBe('SIGN_IN_AGAIN');
    expect((await prove(codeOf(secret))).status).toBe(204);
    expect((await makeKey()).status).toBe(201);
  });

  it('goes along with a change of the password, which needs a code too', async () => {
    const fay = await site.signedIn('analyst', 'fay');
    const { secret } = await setUp(fay);
    pass(STEP_MS);
    const next = 'another long road';
    const change = (code?: string) =>
      fay.send('POST', '/v1/me/password', { current: PASSWORD, next, ...(code && { code }) });
    expect((await change()).body.code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await change(codeOf(secret))).status).toBe(204);
    pass(STEP_MS);
    expect(await codeOfAnswer('fay', undefined, next)).toBe('SECOND_FACTOR_REQUIRED');
    expect(await codeOfAnswer('fay', codeOf(secret), next)).toBe('in');
  });

  it('is removed by password and code, with its recovery codes; then another can be made', async () => {
    const gil = await site.signedIn('analyst', 'gil');
    const remove = (code: string) => gil.send('DELETE', SETUP, { password: PASSWORD, code });
    expect((await remove('123456')).body.code).toBe('NOT_FOUND');
    const { secret, recoveryCodes } = await setUp(gil);
    expect((await gil.send('POST', SETUP, { password: PASSWORD })).body.code).toBe('CONFLICT');
    pass(STEP_MS);
    expect((await remove(codeOf(secret, 7))).body.code).toBe('SECOND_FACTOR_REFUSED');
    expect((await remove(codeOf(secret))).status).toBe(204);
    expect(await codeOfAnswer('gil')).toBe('in');
    const back = site.visitor();
    await back.send('POST', '/v1/session', { name: 'gil', password: PASSWORD });
    await setUp(back);
    expect(await codeOfAnswer('gil', recoveryCodes[0])).toBe('SECOND_FACTOR_REFUSED');
    expect((await audited('gil')).map(({ change }) => change)).toEqual([
      'turned-on',
      'removed',
      'turned-on',
    ]);
  });

  it('is reset by an administrator together with the password only', async () => {
    const hal = await site.signedIn('analyst', 'hal');
    await setUp(hal);
    const { userId } = (await hal.send('GET', '/v1/session')).body;
    await boss.send('POST', '/v1/session', { name: 'boss', password: PASSWORD });
    const patch = (change: object) => boss.send('PATCH', `/v1/users/${String(userId)}`, change);
    expect((await patch({ role: 'auditor' })).status).toBe(200);
    expect(await codeOfAnswer('hal')).toBe('SECOND_FACTOR_REQUIRED');
    const reset = await patch({ reset: true });
    const { token } = reset.body.invitation as { token: string };
    const accepting = { token, password: PASSWORD };
    await site.visitor().send('POST', '/v1/invitations/accept', accepting);
    expect(await codeOfAnswer('hal')).toBe('in');
    expect((await audited('hal')).at(-1)).toMatchObject({ change: 'reset' });
  });

  it('is nothing that the database could make a code from, even in somebody else’s row', async () => {
    const { secret, recoveryCodes } = await setUp(await site.signedIn('analyst', 'ivy'));
    await setUp(await site.signedIn('analyst', 'jim'));
    const idOf = (name: string) =>
      site.db.selectFrom('account').where('name', '=', name).select('id').executeTakeFirstOrThrow();
    const [ivy, jim] = [await idOf('ivy'), await idOf('jim')];
    const seal = await site.db
      .selectFrom('secondFactor')
      .where('accountId', '=', ivy.id)
      .select(['sealed', 'nonce', 'salt', 'memoryKib', 'passes'])
      .executeTakeFirstOrThrow();
    expect(Buffer.from(seal.sealed).includes(bytesOf(secret))).toBe(false);
    await site.db.updateTable('secondFactor').set(seal).where('accountId', '=', jim.id).execute();
    pass(2 * STEP_MS);
    expect(await codeOfAnswer('jim', codeOf(secret))).toBe('SECOND_FACTOR_REFUSED');
    expect(await codeOfAnswer('ivy', codeOf(secret))).toBe('in');

    const kept = await site.db.selectFrom('recoveryCode').selectAll().execute();
    const stored = kept.map(({ codeHash }) => Buffer.from(codeHash).toString('latin1')).join();
    expect(recoveryCodes.some((code) => stored.includes(code.replaceAll('-', '')))).toBe(false);
    const log = site.logLines.join('') + JSON.stringify(await site.keeper.auditDetails());
    expect([secret, ...recoveryCodes].some((shown) => log.includes(shown))).toBe(false);
  });

  it('is the provider’s for whoever signs in there', async () => {
    const kim = await site.signedIn('analyst', 'kim');
    await site.db
      .updateTable('account')
      .set({ passwordHash: null, oidcSubject: 'subject-of-kim' })
      .where('name', '=', 'kim')
      .execute();
    const made = await kim.send('POST', SETUP, { password: PASSWORD });
    expect(made).toMatchObject({ status: 409, body: { code: 'SECOND_FACTOR_ELSEWHERE' } });
  });

  it('is for people who are signed in', async () => {
    const proof = { password: PASSWORD, code: '123456' };
    for (const [method, url, body] of [
      ['POST', SETUP, { password: PASSWORD }],
      ['POST', `${SETUP}/confirm`, proof],
      ['DELETE', SETUP, proof],
    ] as const) {
      expect((await site.visitor().send(method, url, body)).body.code).toBe('NOT_SIGNED_IN');
    }
    const early = await boss.send('POST', `${SETUP}/confirm`, proof);
    expect(early.body.code).toBe('CONFLICT');
  });
});

describe('where the site requires a second factor', () => {
  it('whoever has none can only set one up, and then everything of their role', async () => {
    const site = await startSite({ secondFactor: 'required' });
    try {
      const code = await site.setupCode();
      const first = { name: 'first', password: PASSWORD };
      await site.visitor().send('POST', '/v1/setup', { code, ...first });
      const boss = site.visitor();
      expect((await boss.send('POST', '/v1/session', first)).status).toBe(200);
      const invite = () => boss.send('POST', '/v1/users', { name: 'ada', role: 'analyst' });
      expect((await boss.send('GET', '/v1/session')).body.lacksSecondFactor).toBe(true);
      expect(await invite()).toMatchObject({
        status: 403,
        body: { code: 'SECOND_FACTOR_MISSING' },
      });
      expect((await boss.send('GET', '/v1/users')).body.code).toBe('SECOND_FACTOR_MISSING');

      const { secret } = await setUp(boss);
      expect((await boss.send('GET', '/v1/session')).body.lacksSecondFactor).toBe(false);
      expect((await invite()).status).toBe(201);
      pass(STEP_MS);
      const remove = { password: PASSWORD, code: codeOf(secret) };
      expect((await boss.send('DELETE', SETUP, remove)).status).toBe(204);
      expect((await invite()).body.code).toBe('SECOND_FACTOR_MISSING');

      await site.db
        .updateTable('account')
        .set({ oidcSubject: 'subject-of-first', passwordHash: null })
        .where('name', '=', 'first')
        .execute();
      pass(10_000);
      expect((await boss.send('GET', '/v1/users')).status).toBe(200);
    } finally {
      await site.stop();
    }
  });
});
