import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestSite, type TestSite, type Visitor } from '../testing/test-site.ts';

const DAY_MS = 24 * 3_600_000;

interface Made {
  readonly key: { readonly id: string; readonly prefix: string };
  readonly secret: string;
}

describe('API keys', () => {
  let site: TestSite;
  let integrator: Visitor;
  beforeAll(async () => {
    site = await startTestSite();
    integrator = await site.signedIn('integrator', 'ina');
  });
  afterAll(() => site.stop());

  const make = async (who = integrator, change: object = {}) => {
    const wish = { label: 'traffic desk', scopes: ['cameras:read'], expiresInDays: 30, ...change };
    return who.send('POST', '/v1/keys', wish);
  };
  const made = async () => (await make()).body as unknown as Made;
  const call = (authorization: string, url = '/v1/keys') =>
    site.visitor().send('GET', url, undefined, { authorization });

  it('are shown once and stored hashed', async () => {
    const { key, secret } = await made();
    expect(secret).toMatch(new RegExp(`^wsk_${key.prefix}_[\\w-]{43}$`));
    const row = await site.db
      .selectFrom('apiKey')
      .selectAll()
      .where('id', '=', key.id)
      .executeTakeFirstOrThrow();
    const hash = createHash('sha256').update(secret.slice(-43)).digest('hex');
    expect(Buffer.from(row.secretHash).toString('hex')).toBe(hash);
    const { body } = await integrator.send('GET', '/v1/keys');
    expect(JSON.stringify(body)).toContain(key.prefix);
    expect(JSON.stringify(body)).not.toContain(secret.slice(-43));
  });

  it.each([
    ['a year and a day', { expiresInDays: 366 }],
    ['nothing', { scopes: [] }],
    ['plates', { scopes: ['plates:search'] }],
  ])('are not made for %s', async (_, change) => {
    expect((await make(integrator, change)).body.code).toBe('USAGE');
  });

  it('are made by integrators only', async () => {
    for (const role of ['analyst', 'approver', 'auditor', 'administrator'] as const) {
      expect((await make(await site.signedIn(role))).body.code, role).toBe('FORBIDDEN');
    }
  });

  it('are for no route of people’s, and are told apart from a wrong one', async () => {
    const { secret } = await made();
    expect((await call(`Bearer ${secret}`)).body.code).toBe('FORBIDDEN');
    expect((await call(`Bearer ${secret}`, '/v1/session')).body.code).toBe('FORBIDDEN');
    for (const wrong of [
      `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`,
      'wsk_',
      'x',
    ]) {
      expect((await call(`Bearer ${wrong}`)).body.code).toBe('API_KEY_REFUSED');
    }
    const inUrl = await site.visitor().send('GET', `/v1/session?access_token=${secret}`);
    expect(inUrl.body.code).toBe('NOT_SIGNED_IN');
    expect(site.logLines.join('')).not.toContain(secret);
  });

  it('end at once with a call, and with their owner', async () => {
    const one = await made();
    const two = await made();
    expect((await call(`Bearer ${one.secret}`)).status).toBe(403);
    expect((await integrator.send('DELETE', `/v1/keys/${one.key.id}`)).status).toBe(204);
    expect((await call(`Bearer ${one.secret}`)).body.code).toBe('API_KEY_REFUSED');
    expect((await integrator.send('DELETE', `/v1/keys/${one.key.id}`)).status).toBe(404);

    expect((await call(`Bearer ${two.secret}`)).status).toBe(403);
    const { userId } = (await integrator.send('GET', '/v1/session')).body as { userId: string };
    const boss = await site.signedIn('administrator', 'boss');
    await boss.send('PATCH', `/v1/users/${userId}`, { role: 'analyst' });
    expect((await call(`Bearer ${two.secret}`)).body.code).toBe('API_KEY_REFUSED');
    await boss.send('PATCH', `/v1/users/${userId}`, { role: 'integrator' });
    expect((await call(`Bearer ${two.secret}`)).body.code).toBe('API_KEY_REFUSED');
  });

  it('of others are out of an integrator’s sight and reach', async () => {
    const other = await site.signedIn('integrator', 'olga');
    const { key } = (await make(other)).body as unknown as Made;
    const third = await site.signedIn('integrator', 'theo');
    expect((await third.send('GET', '/v1/keys')).body.items).toEqual([]);
    expect((await third.send('DELETE', `/v1/keys/${key.id}`)).status).toBe(404);
    const boss = await site.signedIn('administrator', 'boss2');
    expect((await boss.send('DELETE', `/v1/keys/${key.id}`)).status).toBe(204);
  });

  it('expire', async () => {
    const { secret } = (await make(await site.signedIn('integrator', 'exa')))
      .body as unknown as Made;
    expect((await call(`Bearer ${secret}`)).status).toBe(403);
    site.wait(30 * DAY_MS);
    expect((await call(`Bearer ${secret}`)).body.code).toBe('API_KEY_EXPIRED');
  });
});
