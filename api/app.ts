import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { answerErrors, ErrorAnswer } from './answer-errors.ts';
import { guardRoutes, type Authenticate } from './auth/access.ts';
import type { ApiContext } from './context.ts';
import { ROUTES } from './routes/routes.ts';

export interface AppOptions {
  readonly authenticate: Authenticate;
  /** Lines of JSON without bodies, query strings or plate text; none when left out. */
  readonly log?: { write(line: string): void };
}

const BODY_LIMIT_BYTES = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;

/** The API without a port: routes, guard and error answers over the context. Tests use `inject`. */
export async function createApp(
  context: ApiContext,
  { authenticate, log }: AppOptions,
): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => randomUUID(),
    logger: log === undefined ? false : { stream: log, serializers: { req: requestLine } },
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerErrors(app);
  app.addSchema(ErrorAnswer);
  guardRoutes(app, authenticate, context.nowMs);
  for (const routes of ROUTES) routes(app, context);
  await app.ready();
  return app;
}

/** The route's pattern, not the URL: what stands in a URL may be anything. */
function requestLine(request: FastifyRequest) {
  return { method: request.method, route: request.routeOptions.url ?? null };
}
