import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { findApiKey, markApiKeyUsed } from '../../store/people/api-keys.ts';
import { useSession } from '../../store/people/sessions.ts';
import type { Schema } from '../../store/schema.ts';
import type { ApiConfig } from '../config.ts';
import type { ApiContext } from '../context.ts';
import type { Authenticate } from './access.ts';
import type { ActorCache, KnownActor } from './actor-cache.ts';
import { parseApiKey } from './api-key.ts';
import type { RateLimits } from './rate-limits.ts';
import { hashSecretToken, isSameHash } from './secret-token.ts';
import { sessionTokenOf } from './session-cookie.ts';

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Finds out who makes a request: by an API key in the authorization header (never in a URL), else by
 * the session's cookie. What isn't known from the last seconds counts against its address first.
 *
 * The authenticator throws NOT_SIGNED_IN, API_KEY_REFUSED, API_KEY_EXPIRED, RATE_LIMITED.
 */
export function createAuthenticator(
  { db, config, nowMs }: Pick<ApiContext, 'db' | 'config' | 'nowMs'>,
  actors: ActorCache,
  limits: Pick<RateLimits, 'ofAddress'>,
): Authenticate {
  return async (request) => {
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const token = key ?? sessionTokenOf(request, config);
    if (token === undefined) {
      await limits.ofAddress(request);
      return null;
    }
    const hash = hashSecretToken(token);
    const proof = `${key === undefined ? 'session' : 'key'} ${hash.toString('base64')}`;
    let known = actors.get(proof);
    if (known === undefined) {
      await limits.ofAddress(request);
      known = actors.load(proof, () =>
        key === undefined ? findSession(db, config, hash, nowMs()) : findKey(db, key, nowMs()),
      );
    }
    const found = await known;
    if (found !== null) return found.actor;
    throw new WaysideError('NOT_SIGNED_IN', 'the session has ended, or never was');
  };
}

async function findSession(
  db: Kysely<Schema>,
  { secondFactor }: Pick<ApiConfig, 'secondFactor'>,
  tokenHash: Uint8Array,
  nowMs: number,
): Promise<KnownActor | null> {
  const session = await useSession(db, tokenHash, nowMs);
  if (session === undefined) return null;
  const { id, accountId, name, role, authenticatedAt } = session;
  // Whoever signs in by OIDC is asked for it, or isn't, by the provider.
  const isProven = session.hasSecondFactor || session.signsInByOidc;
  return {
    actor: {
      kind: 'user',
      userId: accountId,
      name,
      role,
      sessionId: id,
      authenticatedAtMs: authenticatedAt.getTime(),
      lacksSecondFactor: secondFactor === 'required' && !isProven,
    },
    subjects: [accountId],
  };
}

async function findKey(
  db: Kysely<Schema>,
  presented: string,
  nowMs: number,
): Promise<KnownActor | null> {
  const text = parseApiKey(presented);
  const key = text === null ? undefined : await findApiKey(db, text.prefix);
  const refused = new WaysideError('API_KEY_REFUSED', 'this API key is unknown or was ended');
  if (text === null || key === undefined) throw refused;
  if (!isSameHash(hashSecretToken(text.secret), key.secretHash)) throw refused;
  if (key.revokedAt !== null) throw refused;
  if (key.expiresAt.getTime() <= nowMs) {
    throw new WaysideError('API_KEY_EXPIRED', 'this API key has expired');
  }
  await markApiKeyUsed(db, key.id, nowMs);
  return {
    actor: {
      kind: 'key',
      keyId: key.id,
      name: key.label,
      role: 'integrator',
      scopes: key.scopes,
    },
    subjects: [key.accountId, key.id],
  };
}
