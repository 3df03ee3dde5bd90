import { describe, expect, it } from 'vitest';
import { apiConfigFrom, isSecure, type ApiFileConfig } from './config.ts';

const oidc = { issuer: 'https://login.example', clientId: 'wayside' };
const publicUrl = 'https://wayside.example';

describe('apiConfigFrom', () => {
  it('is this machine’s own without a file', () => {
    expect(apiConfigFrom(undefined)).toMatchObject({
      host: '127.0.0.1',
      port: 8480,
      publicUrl: null,
      trustedProxies: [],
      oidc: null,
    });
  });

  it.each<[string, ApiFileConfig]>([
    ['all addresses in clear', { host: '0.0.0.0' }],
    ['a name in clear', { host: '127.0.0.1', publicUrl: 'http://wayside.example' }],
    ['a look-alike of the loopback', { host: 'localhost.example' }],
    ['a URL that is none', { publicUrl: 'https://' }],
    ['OIDC without a public URL', { oidc }],
    ['OIDC in clear', { publicUrl, oidc: { ...oidc, issuer: 'http://login.example' } }],
    ['a claim without roles', { publicUrl, oidc: { ...oidc, roleClaim: 'groups' } }],
    [
      'one value for two roles',
      {
        publicUrl,
        oidc: { ...oidc, roleClaim: 'groups', roles: { analyst: 'all', approver: 'all' } },
      },
    ],
  ])('refuses %s', (_, file) => {
    expect(() => apiConfigFrom(file, 'secret')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  it('takes the client’s secret from the environment only', () => {
    expect(() => apiConfigFrom({ publicUrl, oidc })).toThrow(/WAYSIDE_OIDC_CLIENT_SECRET/);
    expect(apiConfigFrom({ publicUrl, oidc }, 'secret').oidc).toMatchObject({
      clientSecret: 'secret',
      redirectUri: 'https://wayside.example/v1/oidc/callback',
      nameClaim: 'preferred_username',
    });
  });

  it('is reached from elsewhere where a proxy encrypts', () => {
    const config = apiConfigFrom({ host: '0.0.0.0', publicUrl });
    expect(isSecure(config)).toBe(true);
    expect(isSecure(apiConfigFrom({ publicUrl: 'http://localhost:8480' }))).toBe(false);
  });
});
