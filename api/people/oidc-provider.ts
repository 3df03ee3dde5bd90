import * as oidc from 'openid-client';
import { WaysideError } from '../../pipeline/errors.ts';
import type { OidcSettings } from './oidc-config.ts';

/** What the browser keeps between start and callback, in a cookie only it and we see. */
export interface OidcAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly fresh: boolean;
}

export interface OidcIdentity {
  /** Issuer and `sub`: the same person at another provider is somebody else. */
  readonly subject: string;
  readonly name: string | null;
  /** Of the role claim; empty without one. */
  readonly roleValues: readonly string[];
  /** When the provider last asked for a proof; null when it doesn't say. */
  readonly authenticatedAtMs: number | null;
}

/** Authorization code flow with PKCE, state and nonce. */
export interface OidcProvider {
  /** `fresh`: the provider asks for a proof even of whom it knows. Throws OIDC_UNREACHABLE. */
  begin(fresh: boolean): Promise<{ readonly url: string; readonly attempt: OidcAttempt }>;
  /** @param query of the callback, with its `?`. Throws OIDC_REFUSED, OIDC_UNREACHABLE. */
  complete(query: string, attempt: OidcAttempt): Promise<OidcIdentity>;
}

const TIMEOUT_SECONDS = 10;
/** As old as a proof may be for calls that need a fresh one. */
const FRESH_SECONDS = 300;

/** Asks the provider for its metadata at the first sign-in, and again while that fails. */
export function openOidcProvider(settings: OidcSettings): OidcProvider {
  const { issuer, clientId, clientSecret, redirectUri, nameClaim, roles } = settings;
  let discovered: Promise<oidc.Configuration> | null = null;

  const configuration = async (): Promise<oidc.Configuration> => {
    const server = new URL(issuer);
    discovered ??= oidc.discovery(server, clientId, clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      // In clear on this machine only: the configuration allows it nowhere else.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      execute: server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
    });
    try {
      return await discovered;
    } catch (cause) {
      discovered = null;
      throw unreachable(cause);
    }
  };

  return {
    async begin(fresh) {
      const config = await configuration();
      const attempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
        fresh,
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: 'S256',
        ...(fresh ? { prompt: 'login', max_age: String(FRESH_SECONDS) } : {}),
      });
      return { url: url.href, attempt };
    },

    async complete(query, { state, nonce, codeVerifier, fresh }) {
      const config = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, new URL(redirectUri + query), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
          ...(fresh ? { maxAge: FRESH_SECONDS } : {}),
        });
        const idToken = tokens.claims()!;
        const wanted = [nameClaim, ...(roles === null ? [] : [roles.claim])];
        const info =
          config.serverMetadata().userinfo_endpoint === undefined ||
          wanted.every((claim) => idToken[claim] !== undefined)
            ? {}
            : await oidc.fetchUserInfo(config, tokens.access_token, idToken.sub);
        const claims: Record<string, unknown> = { ...info, ...idToken };
        const name = claims[nameClaim];
        return {
          subject: `${idToken.iss} ${idToken.sub}`,
          name: typeof name === 'string' ? name.toLowerCase() : null,
          roleValues: roles === null ? [] : textsOf(claims[roles.claim]),
          authenticatedAtMs: idToken.auth_time === undefined ? null : idToken.auth_time * 1000,
        };
      } catch (cause) {
        if (isNetworkFailure(cause)) throw unreachable(cause);
        throw new WaysideError('OIDC_REFUSED', 'the provider’s answer doesn’t prove anybody', {
          cause,
        });
      }
    },
  };
}

function textsOf(claim: unknown): string[] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value): value is string => typeof value === 'string');
}

function isNetworkFailure(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    (error instanceof oidc.ClientError && error.code === 'OAUTH_TIMEOUT')
  );
}

function unreachable(cause: unknown): WaysideError {
  return new WaysideError('OIDC_UNREACHABLE', 'the OIDC provider doesn’t answer as it should', {
    cause,
  });
}
