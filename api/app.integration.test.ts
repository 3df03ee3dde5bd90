import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startTestSite, type TestSite } from './testing/test-site.ts';

describe('the application’s outer shell', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await startTestSite({
      rateLimits: { perAddressPerMinute: 30, perCallerPerMinute: 20 },
    });
  });
  afterAll(() => site.stop());

  it('refuses what another site made a signed-in browser send', async () => {
    const ada = await site.signedIn('analyst', 'ada');
    const answer = await ada.send('DELETE', '/v1/session', undefined, {
      'sec-fetch-site': 'cross-site',
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
    expect((await ada.send('GET', '/v1/session')).status).toBe(200);
    expect(
      (await ada.send('DELETE', '/v1/session', undefined, { 'sec-fetch-site': 'same-origin' }))
        .status,
    ).toBe(204);
  });

  it('takes no forms and no bodies that are too large', async () => {
    const someone = site.visitor('203.0.113.1');
    const form = await site.app.inject({
      method: 'POST',
      url: '/v1/session',
      remoteAddress: '203.0.113.1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `name=ada&password=${PASSWORD}`,
    });
    expect(form.json()).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    const large = await someone.send('POST', '/v1/session', { name: 'x'.repeat(2_000_000) });
    expect(large).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
  });

  it.each(['a\u0000', '\ud800', '{', '‮', 'a'.repeat(200)])(
    'takes %j for a name that nobody has',
    async (name) => {
      const { status } = await site
        .visitor('203.0.113.9')
        .send('POST', '/v1/session', { name, password: PASSWORD });
      expect([400, 401]).toContain(status);
    },
  );

  it('tells browsers what to do, and nobody what it is made of', async () => {
    const { headers } = await site.visitor('203.0.113.2').send('GET', '/healthz');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
    // In clear on one's own machine: https must not be asked for.
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('limits an address that nobody is known to be behind, and says how long', async () => {
    const flood = site.visitor('203.0.113.3');
    const statuses: number[] = [];
    for (let n = 0; n < 31; n++) statuses.push((await flood.send('GET', '/healthz')).status);
    expect(statuses.slice(0, 30).every((status) => status === 200)).toBe(true);
    const refused = await flood.send('GET', '/v1/session', undefined, {
      authorization: 'Bearer wsk_guess',
    });
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await site.visitor('203.0.113.4').send('GET', '/healthz')).status).toBe(200);
  });

  it('limits a person wherever they call from', async () => {
    const bea = await site.signedIn('analyst', 'bea');
    const call = async () => (await bea.send('GET', '/v1/session')).status;
    for (let n = 0; n < 20; n++) expect(await call()).toBe(200);
    expect(await call()).toBe(429);
  });

  it('goes by what a proxy says only where the proxy is trusted', async () => {
    const flood = async (to: TestSite, address: string) => {
      const answers = [];
      for (let n = 0; n < 31; n++) {
        answers.push(
          await to
            .visitor(address)
            .send('GET', '/healthz', undefined, { 'x-forwarded-for': `192.0.2.${n}` }),
        );
      }
      return answers.at(-1)!.status;
    };
    expect(await flood(site, '203.0.113.5')).toBe(429);
    const behind = await startTestSite({
      trustedProxies: ['203.0.113.0/24'],
      rateLimits: { perAddressPerMinute: 30, perCallerPerMinute: 20 },
    });
    try {
      expect(await flood(behind, '203.0.113.5')).toBe(200);
      expect(await flood(behind, '198.51.100.5')).toBe(429);
    } finally {
      await behind.stop();
    }
  });
});
