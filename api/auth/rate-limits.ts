import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WaysideError } from '../../pipeline/errors.ts';
import type { ApiConfig } from '../config.ts';

const MINUTE_MS = 60_000;

/** Each counts the request and throws RATE_LIMITED past the limit. In memory: no round trip. */
export interface RateLimits {
  /** By network address (IPv6: by /64), while nobody is known to be behind it. */
  ofAddress(request: FastifyRequest): Promise<void>;
  /** By the person or key in `request.actor`. */
  ofCaller(request: FastifyRequest): Promise<void>;
}

export async function openRateLimits(
  app: FastifyInstance,
  { perAddressPerMinute, perCallerPerMinute }: ApiConfig['rateLimits'],
): Promise<RateLimits> {
  await app.register(rateLimit, { global: false });
  const limiter = (max: number, keyGenerator?: (request: FastifyRequest) => string) => {
    const count = app.createRateLimit({
      max,
      timeWindow: MINUTE_MS,
      ...(keyGenerator === undefined ? {} : { keyGenerator }),
    });
    return async (request: FastifyRequest) => {
      const counted = await count(request);
      if (counted.isAllowed || !counted.isExceeded) return;
      throw new WaysideError('RATE_LIMITED', 'too many requests', {
        details: { retryAfterSeconds: Math.max(1, counted.ttlInSeconds) },
      });
    };
  };
  return {
    ofAddress: limiter(perAddressPerMinute),
    ofCaller: limiter(perCallerPerMinute, ({ actor }) =>
      actor === null ? 'nobody' : actor.kind === 'user' ? actor.userId : actor.keyId,
    ),
  };
}
