import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Registry } from 'prom-client';
import type { Readiness } from '../../workers/operations/readiness.ts';
import type { ActorCache } from '../auth/actor-cache.ts';
import type { ApiContext } from '../context.ts';

/** Fastify with request and answer types that follow from the schemas. */
export type RouteApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface RouteContext extends ApiContext {
  /** Told of every change of a user or key, so that the next request sees it. */
  readonly actors: ActorCache;
  readonly readiness: () => Promise<Readiness>;
  /** What this process counts. */
  readonly registry: Registry;
}

/** What a route file exports: adds its routes, whose URLs are those of its place in the folders. */
export type Routes = (app: RouteApp, context: RouteContext) => void;
