import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type ApiServer } from '../api/serve.ts';
import { PASSWORD, startTestSite, type TestSite } from '../api/testing/test-site.ts';
import { createWaysideClient } from './wayside-client.ts';

describe('createWaysideClient over a port', () => {
  let site: TestSite;
  let server: ApiServer;
  let apiKey: string;
  beforeAll(async () => {
    site = await startTestSite();
    const ina = await site.signedIn('integrator', 'ina');
    const wish = { label: 'test', scopes: ['cameras:read'], expiresInDays: 1 };
    apiKey = (await ina.send('POST', '/v1/keys', wish)).body.secret as string;
    server = await serve(site.app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await site.stop();
  });

  it('gives data of the route’s type', async () => {
    const wayside = createWaysideClient({ baseUrl: server.url });
    const { data, error } = await wayside.GET('/healthz');
    expect(error).toBeUndefined();
    expect(data?.status).toBe('ok');
  });

  it('sends the key, and gives the coded error', async () => {
    const wayside = createWaysideClient({ baseUrl: server.url, apiKey });
    const { error, response } = await wayside.GET('/v1/users');
    expect(response.status).toBe(403);
    expect(error?.code).toBe('FORBIDDEN');
    const stranger = createWaysideClient({ baseUrl: server.url });
    expect((await stranger.GET('/v1/users')).error?.code).toBe('NOT_SIGNED_IN');
  });

  it('takes another fetch, such as one that keeps a session', async () => {
    let cookie = '';
    const wayside = createWaysideClient({
      baseUrl: server.url,
      fetch: async (request) => {
        if (cookie !== '') request.headers.set('cookie', cookie);
        const answer = await fetch(request);
        cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
        return answer;
      },
    });
    const body = { name: 'ina', password: PASSWORD };
    expect((await wayside.POST('/v1/session', { body })).data?.role).toBe('integrator');
    const me = await wayside.GET('/v1/session');
    expect(me.data?.name).toBe('ina');
    const keys = await wayside.GET('/v1/keys', { params: { query: { limit: 1 } } });
    expect(keys.data?.items[0]?.label).toBe('test');
  });
});
