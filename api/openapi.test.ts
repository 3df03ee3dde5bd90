import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './testing/test-api.ts';

describe('/docs', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi({});
  });
  afterEach(() => api.close());

  it('is a page whose every file comes from here, as its own policy asks', async () => {
    const page = await api.app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file).toMatch(/^\.\/static\//);
      expect((await api.app.inject(`/docs/${file}`)).statusCode, file).toBe(200);
    }
    expect(page.body).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('asks no validator elsewhere', async () => {
    const script = await api.app.inject('/docs/static/swagger-initializer.js');
    expect(script.body).toContain('"validatorUrl":null');
  });

  it('is open to nobody’s session, and describes who may call what', async () => {
    api.actAs(null);
    const document = (await api.app.inject('/docs/json')).json<{
      paths: Record<string, Record<string, { security: unknown; description: string }>>;
    }>();
    expect(document.paths['/v1/session']!.post!.security).toEqual([]);
    expect(document.paths['/v1/users']!.post).toMatchObject({
      security: [{ session: [] }],
      description: expect.stringContaining('For the roles administrator.') as string,
    });
    expect(Object.keys(document.paths).some((path) => path.startsWith('/docs'))).toBe(false);
  });
});
