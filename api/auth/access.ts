import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WaysideError } from '../../pipeline/errors.ts';
import type { ApiContext } from '../context.ts';
import type { Actor, Role, Scope, UserActor } from './actor.ts';
import { askedBy } from './asked-by.ts';
import { refuseCrossSite } from './cross-site.ts';
import type { RateLimits } from './rate-limits.ts';

/** Who may call a route; every route says so, or the application doesn't start. */
export type Access =
  /** Anybody, without signing in. */
  | 'public'
  /** Whoever is signed in, with a session: what is about their own account only. */
  | 'signed-in'
  | {
      readonly roles: readonly Role[];
      /** Set where an API key may call it too: the scope it needs. */
      readonly scope?: Scope;
      /** The caller must have proved who they are in the last five minutes. */
      readonly fresh?: true;
    };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Set on every route that isn't public; null there unless someone is signed in. */
    actor: Actor | null;
  }
}

/** Finds out who makes a request; null for nobody. Throws NOT_SIGNED_IN for a bad or ended proof. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | null>;

export const FRESH_FOR_MS = 5 * 60_000;

export interface Guard {
  readonly authenticate: Authenticate;
  readonly limits: Pick<RateLimits, 'ofCaller'>;
  readonly context: Pick<ApiContext, 'keeper' | 'config' | 'nowMs'>;
}

/** Asks every request who it is from, and refuses those that the route isn't for. */
export function guardRoutes(app: FastifyInstance, { authenticate, limits, context }: Guard): void {
  const { keeper, config, nowMs } = context;
  const origin = config.publicUrl === null ? null : new URL(config.publicUrl).origin;
  app.decorateRequest('actor', null);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) {
      throw new WaysideError(
        'INTERNAL',
        `route ${String(method)} ${url} doesn't say who may call it`,
      );
    }
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    // No route: the not-found handler answers.
    if (access === undefined) return;
    refuseCrossSite(request, origin);
    // Of routes that were there before it was decorated, too.
    request.actor = null;
    try {
      request.actor = await authenticate(request);
    } catch (error) {
      // Whoever comes with an ended session may still sign in.
      if (access !== 'public' || !isRefusedProof(error)) throw error;
    }
    if (request.actor !== null) await limits.ofCaller(request);
    try {
      checkAccess(access, request.actor, nowMs());
    } catch (error) {
      if (error instanceof WaysideError && error.code === 'FORBIDDEN') {
        const { method, url } = request.routeOptions;
        const particulars = { code: error.code, route: `${String(method)} ${url ?? ''}` };
        await keeper.recordEvent({ by: askedBy(request), action: 'request-denied', particulars });
      }
      throw error;
    }
  });
}

function isRefusedProof(error: unknown): boolean {
  return error instanceof WaysideError && error.httpStatus === 401;
}

/** Throws NOT_SIGNED_IN, FORBIDDEN, SECOND_FACTOR_MISSING, SIGN_IN_AGAIN. */
export function checkAccess(access: Access, actor: Actor | null, nowMs: number): void {
  if (access === 'public') return;
  if (actor === null) throw new WaysideError('NOT_SIGNED_IN', 'this needs a sign-in');
  if (access === 'signed-in') {
    if (actor.kind === 'user') return;
    throw new WaysideError('FORBIDDEN', 'this is for people, not for API keys');
  }
  if (actor.kind === 'key') {
    if (access.scope !== undefined && actor.scopes.includes(access.scope)) return;
    throw new WaysideError('FORBIDDEN', 'the key has no scope for this', {
      details: { ...(access.scope === undefined ? {} : { scope: access.scope }) },
    });
  }
  if (!access.roles.includes(actor.role)) {
    throw new WaysideError('FORBIDDEN', `this is not for the role ${actor.role}`, {
      details: { roles: access.roles },
    });
  }
  if (actor.lacksSecondFactor) {
    throw new WaysideError('SECOND_FACTOR_MISSING', 'this site asks everybody for a second factor');
  }
  if (access.fresh === true && nowMs - actor.authenticatedAtMs > FRESH_FOR_MS) {
    throw new WaysideError('SIGN_IN_AGAIN', 'this needs a sign-in within the last five minutes');
  }
}

/** The person behind a request to a route for people. */
export function userOf(request: FastifyRequest): UserActor {
  if (request.actor?.kind === 'user') return request.actor;
  throw new WaysideError('NOT_SIGNED_IN', 'this needs a person who is signed in');
}
