import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { Registry } from 'prom-client';
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { processRegistry } from '../workers/operations/process-registry.ts';
import { readinessOf } from '../workers/operations/readiness.ts';
import { answerBadAddress, answerErrors, ErrorAnswer } from './answer-errors.ts';
import { guardRoutes, type Authenticate } from './auth/access.ts';
import { createActorCache } from './auth/actor-cache.ts';
import { createAuthenticator } from './auth/authenticate.ts';
import { openRateLimits } from './auth/rate-limits.ts';
import { limitBodyTime } from './body-time.ts';
import { isSecure } from './config.ts';
import type { ApiContext } from './context.ts';
import { describeRoutes } from './openapi.ts';
import { measureRequests } from './operations/request-metrics.ts';
import { ROUTES } from './routes/routes.ts';
import { setSecurityHeaders } from './security-headers.ts';

export interface AppOptions {
  /** Who makes a request; by cookie or API key unless a test says otherwise. */
  readonly authenticate?: Authenticate;
  /**
   * Lines of JSON without bodies, query strings or plate text; none when left out. Level `info`, the
   * default, has two for every request, `error` those of requests that failed here.
   */
  readonly log?: { readonly level?: 'info' | 'error'; write(line: string): void };
  /** What requests are counted in; one of its own by default. */
  readonly registry?: Registry;
  /** Called before anything is added: a test sees every route that is, or adds some. */
  readonly prepare?: (app: FastifyInstance) => void;
}

const BODY_LIMIT_BYTES = 1024 * 1024;
const CONNECTION_TIMEOUT_MS = 120_000;
/** Of a whole request, uploads among them; what isn't one has much less: see `limitBodyTime`. */
const REQUEST_TIMEOUT_MS = 6 * 3_600_000;

/** The API without a port: routes, guard and error answers over the context. Tests use `inject`. */
export async function createApp(
  context: ApiContext,
  { authenticate, log, prepare, registry = processRegistry('api') }: AppOptions = {},
): Promise<FastifyInstance> {
  const { config, nowMs } = context;
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => randomUUID(),
    logger:
      log === undefined
        ? false
        : { level: log.level ?? 'info', stream: log, serializers: { req: requestLine } },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBadAddress,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
  }).withTypeProvider<TypeBoxTypeProvider>();
  prepare?.(app);
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerErrors(app);
  app.addSchema(ErrorAnswer);
  limitBodyTime(app);
  await setSecurityHeaders(app, isSecure(config));
  await app.register(cookie);
  await app.register(multipart, {
    limits: {
      files: 1,
      fileSize: config.uploadLimitBytes,
      fields: 20,
      fieldNameSize: 100,
      fieldSize: 10_000,
      headerPairs: 50,
    },
  });
  await describeRoutes(app);

  measureRequests(app, registry);
  const readiness = readinessOf(context, nowMs);
  const actors = createActorCache(nowMs);
  const limits = await openRateLimits(app, config.rateLimits);
  guardRoutes(app, {
    authenticate: authenticate ?? createAuthenticator(context, actors, limits),
    limits,
    context,
  });
  for (const routes of ROUTES) routes(app, { ...context, actors, readiness, registry });
  await app.ready();
  return app;
}

/** The route's pattern, not the URL: what stands in a URL may be anything. */
function requestLine(request: FastifyRequest) {
  return { method: request.method, route: request.routeOptions.url ?? null };
}
