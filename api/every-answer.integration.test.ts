import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestSite, type TestSite } from './testing/test-site.ts';

let site: TestSite;
let routes: { readonly method: string; readonly url: string }[];
beforeAll(async () => {
  site = await startTestSite();
  const document = (await site.app.inject('/docs/json')).json<{
    paths: Record<string, Record<string, unknown>>;
  }>();
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      url: path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-00000000abcd'),
    })),
  );
});
afterAll(() => site.stop());

const ask = (method: string, url: string, headers: Record<string, string> = {}) =>
  site.app.inject({ method: method as 'GET', url, headers });

describe('every answer', () => {
  it('is of its declared type, framed by nobody, kept by nobody, open to no other origin', async () => {
    expect(routes.length).toBeGreaterThan(50);
    for (const { method, url } of routes) {
      const { headers, statusCode } = await ask(method, url, { origin: 'https://evil.example' });
      const where = `${method} ${url}`;
      expect(headers, where).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
      });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("base-uri 'none'");
      const foreign = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
      expect(foreign, where).toEqual([]);
      // What anybody may have, caches may.
      if (statusCode !== 200) expect(headers['cache-control'], where).toBe('no-store');
      expect(headers['x-powered-by'], where).toBeUndefined();
      expect(headers.server, where).toBeUndefined();
    }
  });

  it('is a refusal where a method isn’t there', async () => {
    for (const { url } of routes) {
      for (const method of ['TRACE', 'OPTIONS', 'PROPFIND']) {
        const { statusCode } = await ask(method, url, {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
        });
        expect([404, 405], `${method} ${url}`).toContain(statusCode);
      }
    }
  });

  it('is on record where a set-up code or an invitation is wrong, without what was tried', async () => {
    const password = 'a long road at night';
    const send = (url: string, payload: object) =>
      site.app.inject({ method: 'POST', url, payload });
    const setUp = await send('/v1/setup', { code: 'wrong code', name: 'eve', password });
    expect(setUp.statusCode).toBeGreaterThanOrEqual(400);
    const accepted = await send('/v1/invitations/accept', { token: 'wrong token', password });
    expect(accepted.statusCode).toBeGreaterThanOrEqual(400);
    const entries = (await site.keeper.auditDetails()).slice(-2);
    expect(entries).toMatchObject([
      { action: 'sign-in-failed', particulars: { secret: 'set-up code' }, by: { role: 'nobody' } },
      { action: 'sign-in-failed', particulars: { secret: 'invitation' }, by: { role: 'nobody' } },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/wrong (code|token)/);
  });
});
