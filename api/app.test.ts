import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './testing/test-api.ts';

describe('the application without any service', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi({});
  });
  afterEach(() => api.close());

  it('says that it answers', async () => {
    const answer = await api.app.inject('/healthz');
    expect(answer.json()).toEqual({ status: 'ok' });
  });

  it('refuses an unknown address with a code and the request’s id', async () => {
    const answer = await api.app.inject({ url: '/nothing?plate=KX52ABC', cookies: { a: 'b' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND', details: {} });
    expect(answer.json<{ requestId: string }>().requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('writes no URL into its log', async () => {
    await api.app.inject('/nothing?plate=KX52ABC');
    await api.app.inject('/healthz?plate=KX52ABC');
    expect(api.logLines.length).toBeGreaterThan(0);
    expect(api.logLines.join('')).not.toContain('KX52ABC');
  });
});

it('names what a request lacks, and nothing that stood in it', async () => {
  const api = await startTestApi({});
  try {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/v1/session',
      payload: { name: 'ada', KX52ABC: 'KX52ABC' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'USAGE' });
    expect(answer.body).toContain('body/password (missing)');
    expect(answer.body).not.toContain('KX52ABC');
  } finally {
    await api.close();
  }
});
