import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure, type ApiConfig } from '../config.ts';

type Place = Pick<ApiConfig, 'publicUrl'>;

/** With https no other host, path or plain page can set or read it (`__Host-`). */
export function sessionCookieName(place: Place): string {
  return isSecure(place) ? '__Host-wayside-session' : 'wayside-session';
}

export function sessionTokenOf(request: FastifyRequest, place: Place): string | undefined {
  return request.cookies[sessionCookieName(place)];
}

/** Ends with the browser; the server ends it earlier. */
export function setSessionCookie(reply: FastifyReply, place: Place, token: string): void {
  void reply.setCookie(sessionCookieName(place), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(place),
  });
}

export function clearSessionCookie(reply: FastifyReply, place: Place): void {
  void reply.clearCookie(sessionCookieName(place), {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(place),
  });
}
