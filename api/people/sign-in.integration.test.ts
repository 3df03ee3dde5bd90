import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILURE_SPAN_MS, MAX_FAILURES_OF_ADDRESS } from '../auth/guarded-attempt.ts';
import { PASSWORD, startTestSite, type TestSite, type Visitor } from '../testing/test-site.ts';

const MINUTE_MS = 60_000;
const COOKIE = 'wayside-session';

describe('signing in', () => {
  let site: TestSite;
  let eve: Visitor;
  beforeAll(async () => {
    site = await startTestSite();
    await site.signedIn('administrator', 'first');
    eve = site.visitor('198.51.100.66');
  });
  afterAll(() => site.stop());

  const signIn = (who: Visitor, name: string, password = PASSWORD) =>
    who.send('POST', '/v1/session', { name, password });
  const audited = async (action: string) =>
    (await site.keeper.auditDetails()).filter((entry) => entry.action === action);

  it('gives a cookie that scripts can’t read and no other site makes a browser send', async () => {
    const ada = await site.signedIn('analyst', 'ada');
    const answer = await signIn(ada, 'Ada');
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^wayside-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.body).toMatchObject({ name: 'ada', role: 'analyst' });
    expect(JSON.stringify(answer.body)).not.toContain('argon2');
    expect(await ada.send('GET', '/v1/session')).toMatchObject({
      status: 200,
      body: { name: 'ada', role: 'analyst' },
    });
    const token = ada.cookies.get(COOKIE)!;
    const [session] = await site.db
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.accountId')
      .where('name', '=', 'ada')
      .select('tokenHash')
      .execute();
    expect(Buffer.from(session!.tokenHash).toString('hex')).toBe(
      createHash('sha256').update(token).digest('hex'),
    );
  });

  it('takes no token that the visitor brought along (fixation), and ends the session elsewhere', async () => {
    const here = await site.signedIn('analyst', 'fay');
    const brought = 'A'.repeat(43);
    const there = site.visitor();
    there.cookies.set(COOKIE, brought);
    expect((await signIn(there, 'fay')).status).toBe(200);
    expect(there.cookies.get(COOKIE)).not.toBe(brought);
    const fixed = site.visitor();
    fixed.cookies.set(COOKIE, brought);
    expect((await fixed.send('GET', '/v1/session')).status).toBe(401);
    expect((await here.send('GET', '/v1/session')).body.code).toBe('NOT_SIGNED_IN');
    expect((await there.send('GET', '/v1/session')).status).toBe(200);
    const entries = (await audited('signed-in')).filter(
      ({ by }) => (by as { name: string }).name === 'fay',
    );
    expect(entries.map(({ particulars }) => particulars)).toEqual([
      expect.objectContaining({ endsAnother: false }),
      expect.objectContaining({ endsAnother: true }),
    ]);
  });

  it('ends at once with a sign-out, and after 30 idle minutes, and after 12 busy hours', async () => {
    const gil = await site.signedIn('auditor', 'gil');
    const token = gil.cookies.get(COOKIE)!;
    expect((await gil.send('DELETE', '/v1/session')).status).toBe(204);
    expect(gil.cookies.has(COOKIE)).toBe(false);
    gil.cookies.set(COOKIE, token);
    expect((await gil.send('GET', '/v1/session')).status).toBe(401);

    await signIn(gil, 'gil');
    site.wait(29 * MINUTE_MS);
    expect((await gil.send('GET', '/v1/session')).status).toBe(200);
    site.wait(29 * MINUTE_MS);
    expect((await gil.send('GET', '/v1/session')).status).toBe(200);
    site.wait(31 * MINUTE_MS);
    expect((await gil.send('GET', '/v1/session')).status).toBe(401);

    await signIn(gil, 'gil');
    for (let hours = 0.25; hours < 12; hours += 0.25) {
      site.wait(15 * MINUTE_MS);
      expect((await gil.send('GET', '/v1/session')).status, `after ${hours} h`).toBe(200);
    }
    site.wait(15 * MINUTE_MS);
    expect((await gil.send('GET', '/v1/session')).status).toBe(401);
  });

  it('says the same of a wrong password and of a name that nobody has', async () => {
    await site.signedIn('analyst', 'hal');
    const wrong = await signIn(eve, 'hal', 'not the password');
    const nobody = await signIn(eve, 'nobody-here', 'not the password');
    const same = ({ status, body }: typeof wrong) => ({ status, ...body, requestId: '' });
    expect(wrong.body.code).toBe('SIGN_IN_REFUSED');
    expect(same(nobody)).toEqual(same(wrong));
    expect(JSON.stringify(await audited('sign-in-failed'))).not.toContain('nobody-here');
  });

  it.each(['ivy', 'nobody-at-all'])('locks %s after five failures in 15 minutes', async (name) => {
    if (name === 'ivy') await site.signedIn('analyst', name);
    for (let failure = 1; failure <= 5; failure++) {
      expect((await signIn(eve, name, `guess number ${failure}`)).status).toBe(401);
    }
    const locked = await signIn(eve, name);
    expect(locked).toMatchObject({ status: 429, body: { code: 'LOCKED_OUT' } });
    const retryAfter = Number(locked.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(14 * 60);
    expect(retryAfter).toBeLessThanOrEqual(15 * 60);
    // Knocking on doesn't lengthen it.
    site.wait(FAILURE_SPAN_MS / 2);
    expect((await signIn(eve, name)).status).toBe(429);
    site.wait(FAILURE_SPAN_MS / 2 + 1000);
    expect((await signIn(eve, name)).status).toBe(name === 'ivy' ? 200 : 401);
  });

  it('tries no more than five of forty guesses that come at once', async () => {
    await site.signedIn('analyst', 'joe');
    const guesses = Array.from({ length: 40 }, (_, n) => signIn(eve, 'joe', `guess number ${n}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    expect((await audited('sign-in-locked')).length).toBeGreaterThan(0);
  });

  it('bounds the failures of one address over many names', async () => {
    site.wait(FAILURE_SPAN_MS + 1000);
    const mallory = site.visitor('198.51.100.7');
    for (let n = 0; n < MAX_FAILURES_OF_ADDRESS; n++) {
      expect((await signIn(mallory, `name-${n}`, 'spray and pray')).status).toBe(401);
    }
    expect((await signIn(mallory, 'name-x', 'spray and pray')).body.code).toBe('LOCKED_OUT');
    expect((await signIn(site.visitor(), 'ada')).status).toBe(200);
  });

  it('refreshes the proof by the password only', async () => {
    const boss = site.visitor();
    await signIn(boss, 'first');
    site.wait(6 * MINUTE_MS);
    const invite = () => boss.send('POST', '/v1/users', { name: 'kim', role: 'analyst' });
    expect((await invite()).body.code).toBe('SIGN_IN_AGAIN');
    const prove = (password: string) => boss.send('POST', '/v1/session/proof', { password });
    expect((await prove('not the password')).body.code).toBe('SIGN_IN_REFUSED');
    expect((await invite()).body.code).toBe('SIGN_IN_AGAIN');
    expect((await prove(PASSWORD)).status).toBe(204);
    expect((await invite()).status).toBe(201);
  });

  it('logs no password, name or token', () => {
    const log = site.logLines.join('');
    expect(log).toContain('/v1/session');
    for (const secret of [PASSWORD, 'guess number', 'nobody-here', 'Set-Cookie']) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('with https', () => {
  it('the cookie is the host’s own and secure, and browsers are told to stay', async () => {
    const site = await startTestSite({ publicUrl: 'https://wayside.example' });
    try {
      const boss = await site.signedIn('administrator', 'first');
      const answer = await boss.send('POST', '/v1/session', { name: 'first', password: PASSWORD });
      expect(String(answer.headers['set-cookie'])).toMatch(
        /^__Host-wayside-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(answer.headers['strict-transport-security']).toContain('max-age=');
      expect((await boss.send('GET', '/v1/session')).status).toBe(200);
    } finally {
      await site.stop();
    }
  });
});
