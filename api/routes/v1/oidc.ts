import { Type } from 'typebox';
import { WaysideError } from '../../../pipeline/errors.ts';
import { setOidcCookie, takeOidcCookie } from '../../auth/oidc-cookie.ts';
import { setSessionCookie } from '../../auth/session-cookie.ts';
import { openOidcProvider } from '../../people/oidc-provider.ts';
import { signInByOidc } from '../../people/oidc-sign-in.ts';
import type { Routes } from '../route-app.ts';

const Anything = Type.Optional(Type.String({ maxLength: 4_000 }));

/** `/v1/oidc/start` and `/v1/oidc/callback`: the two ends of one way through the provider. */
export const oidcRoutes: Routes = (app, context) => {
  const { config } = context;
  const settings = config.oidc;
  const provider = settings === null ? null : openOidcProvider(settings);

  app.get(
    '/v1/oidc/start',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Sign in at the site’s OIDC provider',
        description: 'Sends the browser to the provider; NOT_FOUND where the site has none.',
        tags: ['people'],
        querystring: Type.Object(
          {
            fresh: Type.Optional(
              Type.Boolean({ description: 'The provider asks for a proof even of whom it knows.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 302: Type.Null() },
      },
    },
    async ({ query: { fresh = false } }, reply) => {
      const { url, attempt } = await required(provider).begin(fresh);
      setOidcCookie(reply, config, attempt);
      return reply.redirect(url, 302);
    },
  );

  app.get(
    '/v1/oidc/callback',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Where the OIDC provider sends the browser back to',
        description: 'Starts a session and goes on to the site’s first page.',
        tags: ['people'],
        querystring: Type.Object({ code: Anything, state: Anything, iss: Anything }),
        response: { 302: Type.Null() },
      },
    },
    async (request, reply) => {
      const attempt = takeOidcCookie(request, reply, config);
      const ours = required(provider);
      if (attempt === null) {
        throw new WaysideError('OIDC_REFUSED', 'this browser began no sign-in, or too long ago');
      }
      const query = new URL(request.url, 'http://callback.invalid').search;
      const identity = await ours.complete(query, attempt);
      const origin = { address: request.ip, requestId: request.id };
      const { token } = await signInByOidc(context, required(settings), identity, origin);
      setSessionCookie(reply, config, token);
      return reply.redirect('/', 302);
    },
  );
};

function required<T>(value: T | null): T {
  if (value !== null) return value;
  throw new WaysideError('NOT_FOUND', 'this site has no OIDC provider');
}
