import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface TestOidcProvider {
  readonly issuer: string;
  /** What the provider says of the person who logs in by this name, beside `sub`. */
  setClaims(login: string, claims: Readonly<Record<string, unknown>>): void;
  /** Goes the browser's way: logs in and consents. Gives the URL that the browser is sent back to. */
  logIn(authorizationUrl: string, login: string): Promise<URL>;
  stop(): Promise<void>;
}

export const OIDC_CLIENT = { id: 'wayside', secret: 'a secret of the client and the provider' };

/** A real OpenID provider (`oidc-provider`) on a port of its own, with its development log-in pages. */
export async function startTestOidcProvider(redirectUri: string): Promise<TestOidcProvider> {
  const claimsOf = new Map<string, Readonly<Record<string, unknown>>>();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.id,
        client_secret: OIDC_CLIENT.secret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    findAccount: (_context, login) => ({
      accountId: login,
      claims: () => ({ ...claimsOf.get(login), sub: login }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['of this test'] },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));

  return {
    issuer,
    setClaims(login, claims) {
      claimsOf.set(login, claims);
    },
    async logIn(authorizationUrl, login) {
      const cookies = new Map<string, string>();
      let url = new URL(authorizationUrl);
      let form: URLSearchParams | null = null;
      for (let step = 0; step < 20; step++) {
        if (url.href.startsWith(redirectUri)) return url;
        const answer: Response = await fetch(url, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
          ...(form === null ? {} : { method: 'POST', body: form }),
        });
        for (const line of answer.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name!, value!);
        }
        const location = answer.headers.get('location');
        if (location === null) {
          // The log-in page, then the consent page: each posts back to where it is.
          const prompt = (await answer.text()).includes('name="login"') ? 'login' : 'consent';
          form = new URLSearchParams({ prompt, login, password: 'any' });
        } else {
          url = new URL(location, url);
          form = null;
        }
      }
      throw new Error(`the provider leads nowhere: ${url.pathname}`);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
