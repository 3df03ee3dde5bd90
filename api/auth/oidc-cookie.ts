import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { isSecure, type ApiConfig } from '../config.ts';

const Text = Type.String({ minLength: 20, maxLength: 200 });
const Attempt = Type.Object({
  state: Text,
  nonce: Text,
  codeVerifier: Text,
  fresh: Type.Boolean(),
});

type Place = Pick<ApiConfig, 'publicUrl'>;
const LIFE_SECONDS = 600;

const nameAt = (place: Place) => (isSecure(place) ? '__Host-wayside-oidc' : 'wayside-oidc');

/**
 * Binds a sign-in at the provider to the browser that began it. Lax, not strict: the way back is a link
 * from the provider's page.
 */
export function setOidcCookie(reply: FastifyReply, place: Place, attempt: object): void {
  const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  void reply.setCookie(nameAt(place), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(place),
    maxAge: LIFE_SECONDS,
  });
}

/** Null when there is none; it is good for one callback. */
export function takeOidcCookie(request: FastifyRequest, reply: FastifyReply, place: Place) {
  const value = request.cookies[nameAt(place)];
  if (value === undefined) return null;
  void reply.clearCookie(nameAt(place), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(place),
  });
  try {
    const attempt: unknown = JSON.parse(Buffer.from(value, 'base64url').toString());
    return Check(Attempt, attempt) ? attempt : null;
  } catch {
    return null;
  }
}
