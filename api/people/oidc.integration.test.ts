import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  OIDC_CLIENT,
  startTestOidcProvider,
  type TestOidcProvider,
} from '../testing/test-oidc-provider.ts';
import { startTestSite, type TestSite, type Visitor } from '../testing/test-site.ts';
import { oidcSettings, type OidcConfig } from './oidc-config.ts';

const PUBLIC_URL = 'http://127.0.0.1:8480';

const startSite = async (provider: TestOidcProvider, more: Partial<OidcConfig> = {}) =>
  startTestSite({
    publicUrl: PUBLIC_URL,
    oidc: oidcSettings(
      { issuer: provider.issuer, clientId: OIDC_CLIENT.id, ...more },
      PUBLIC_URL,
      OIDC_CLIENT.secret,
    ),
  });

/** All the way: start, provider, callback. */
async function signIn(
  provider: TestOidcProvider,
  who: Visitor,
  login: string,
  start = '/v1/oidc/start',
) {
  const began = await who.send('GET', start);
  expect(began.status, JSON.stringify(began.body)).toBe(302);
  const back = await provider.logIn(String(began.headers.location), login);
  return { back, answer: await who.send('GET', back.pathname + back.search) };
}

describe('OIDC by invitation', () => {
  let provider: TestOidcProvider;
  let site: TestSite;
  beforeAll(async () => {
    provider = await startTestOidcProvider(`${PUBLIC_URL}/v1/oidc/callback`);
    site = await startSite(provider);
    provider.setClaims('sub-ada', { preferred_username: 'ada' });
    provider.setClaims('sub-eve', { preferred_username: 'eve' });
    provider.setClaims('sub-fay', { preferred_username: 'host' });
  });
  afterAll(async () => {
    await site.stop();
    await provider.stop();
  });

  it('asks with PKCE, state and nonce, and lets in who was invited; then knows them by subject', async () => {
    const boss = await site.signedIn('administrator', 'boss');
    await boss.send('POST', '/v1/users', { name: 'ada', role: 'analyst' });
    const ada = site.visitor();
    const start = await ada.send('GET', '/v1/oidc/start');
    const asked = new URL(String(start.headers.location)).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('state')).toMatch(/.{20}/);
    expect(asked.get('nonce')).toMatch(/.{20}/);

    const { answer } = await signIn(provider, ada, 'sub-ada');
    expect(answer).toMatchObject({ status: 302, headers: { location: '/' } });
    expect((await ada.send('GET', '/v1/session')).body).toMatchObject({
      name: 'ada',
      role: 'analyst',
    });
    provider.setClaims('sub-ada', { preferred_username: 'renamed' });
    expect((await signIn(provider, site.visitor(), 'sub-ada')).answer.status).toBe(302);
    // The name alone is nobody's proof.
    provider.setClaims('sub-else', { preferred_username: 'ada' });
    expect((await signIn(provider, site.visitor(), 'sub-else')).answer.body.code).toBe(
      'OIDC_REFUSED',
    );
  });

  it.each(['sub-eve', 'sub-fay'])('refuses %s, whom nobody invited', async (login) => {
    const visitor = site.visitor();
    const { answer } = await signIn(provider, visitor, login);
    expect(answer).toMatchObject({ status: 401, body: { code: 'OIDC_REFUSED' } });
    expect((await visitor.send('GET', '/v1/session')).status).toBe(401);
    const failed = (await site.keeper.auditDetails()).filter(
      ({ action }) => action === 'sign-in-failed',
    );
    expect(failed.length).toBeGreaterThan(0);
  });

  it('takes a way back only in the browser that began, once, with its own state', async () => {
    const ada = site.visitor();
    const began = await ada.send('GET', '/v1/oidc/start');
    const back = await provider.logIn(String(began.headers.location), 'sub-ada');
    const callback = back.pathname + back.search;
    expect((await site.visitor().send('GET', callback)).body.code).toBe('OIDC_REFUSED');
    const other = site.visitor();
    await other.send('GET', '/v1/oidc/start');
    expect((await other.send('GET', callback)).body.code).toBe('OIDC_REFUSED');
    expect((await ada.send('GET', callback)).status).toBe(302);
    expect((await ada.send('GET', callback)).body.code).toBe('OIDC_REFUSED');
    expect(site.logLines.join('')).not.toContain(back.searchParams.get('code')!);
  });

  it('counts as a fresh proof only where the provider says when it asked', async () => {
    const freshness = async (start: string) => {
      const ada = site.visitor();
      await signIn(provider, ada, 'sub-ada', start);
      const { authenticatedAt } = (await ada.send('GET', '/v1/session')).body;
      return Date.now() - Date.parse(authenticatedAt as string);
    };
    expect(await freshness('/v1/oidc/start')).toBeGreaterThan(300_000);
    expect(await freshness('/v1/oidc/start?fresh=true')).toBeLessThan(60_000);
  });

  it('refuses who was deactivated', async () => {
    const boss = await site.signedIn('administrator', 'boss2');
    const { body } = await boss.send('GET', '/v1/users');
    const ada = (body.items as { id: string; name: string }[]).find(({ name }) => name === 'ada')!;
    await boss.send('PATCH', `/v1/users/${ada.id}`, { status: 'deactivated' });
    const { answer } = await signIn(provider, site.visitor(), 'sub-ada');
    expect(answer.body.code).toBe('OIDC_REFUSED');
  });
});

describe('OIDC by claims', () => {
  let provider: TestOidcProvider;
  let site: TestSite;
  beforeAll(async () => {
    provider = await startTestOidcProvider(`${PUBLIC_URL}/v1/oidc/callback`);
    site = await startSite(provider, {
      roleClaim: 'groups',
      roles: { analyst: 'plates', auditor: 'auditors' },
    });
  });
  afterAll(async () => {
    await site.stop();
    await provider.stop();
  });

  it.each([
    ['one', ['plates', 'staff'], 'analyst'],
    ['two', ['auditors'], 'auditor'],
    ['none', ['staff'], null],
    ['both', ['plates', 'auditors'], null],
    ['no', undefined, null],
  ])('gives who has %s of the groups their one role', async (name, groups, role) => {
    provider.setClaims(`sub-${name}`, { preferred_username: name, groups });
    const visitor = site.visitor();
    const { answer } = await signIn(provider, visitor, `sub-${name}`);
    if (role === null) expect(answer.body.code).toBe('OIDC_REFUSED');
    else expect((await visitor.send('GET', '/v1/session')).body).toMatchObject({ name, role });
  });

  it('follows the provider at each sign-in', async () => {
    provider.setClaims('sub-gus', { preferred_username: 'gus', groups: ['plates'] });
    const gus = site.visitor();
    await signIn(provider, gus, 'sub-gus');
    provider.setClaims('sub-gus', { preferred_username: 'gus', groups: ['auditors'] });
    await signIn(provider, gus, 'sub-gus');
    expect((await gus.send('GET', '/v1/session')).body).toMatchObject({ role: 'auditor' });
  });
});

describe('without its provider', () => {
  it('OIDC says so, and one that isn’t configured isn’t there', async () => {
    const provider = await startTestOidcProvider(`${PUBLIC_URL}/v1/oidc/callback`);
    await provider.stop();
    const site = await startSite(provider);
    const plain = await startTestSite();
    try {
      const answer = await site.visitor().send('GET', '/v1/oidc/start');
      expect(answer).toMatchObject({ status: 502, body: { code: 'OIDC_UNREACHABLE' } });
      expect((await plain.visitor().send('GET', '/v1/oidc/start')).status).toBe(404);
    } finally {
      await site.stop();
      await plain.stop();
    }
  });
});
