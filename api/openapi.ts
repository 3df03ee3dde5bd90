import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import type { Access } from './auth/access.ts';

const DOCS = '/docs';
const SESSION: Record<string, string[]> = { session: [] };
const API_KEY: Record<string, string[]> = { apiKey: [] };
const ERROR_ANSWER = { description: 'Refused or failed: see `code`', $ref: 'Error#' };

/** The OpenAPI document of every route, at `/docs` to read and `/docs/json` for programs. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  // Before swagger's own hook, so that it sees what is added here.
  app.addHook('onRoute', (route) => {
    if (route.url === DOCS || route.url.startsWith(`${DOCS}/`)) {
      route.config = { ...route.config, access: 'public' };
    } else if (route.config?.access !== undefined) {
      route.schema = describe(route.schema ?? {}, route.config.access);
    }
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Wayside',
        description:
          'Road and public-space camera feeds as searchable, accountable facts. Times are UTC, ISO 8601. ' +
          'What carries a plate is sent by POST, so that no URL and no log holds one.',
        version: '1',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-wayside-session',
            description:
              'Set by `POST /v1/session`; named `wayside-session` where the site runs without https on ' +
              'its own machine. Requests that browsers mark as coming from another site are refused.',
          },
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key, `wsk_…`, made with `POST /v1/keys`.',
          },
        },
      },
    },
    transform: ({ schema, url }) => nameRest(schema, url),
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema-${String(index)}`,
    },
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    uiConfig: { validatorUrl: null, deepLinking: true, tryItOutEnabled: false },
  });
}

/** OpenAPI has no word for the rest of a path; the routes that take one know nothing longer. */
function nameRest(schema: FastifySchema, url: string): { schema: FastifySchema; url: string } {
  if (!url.endsWith('/*')) return { schema, url };
  const path = { type: 'string', maxLength: 200, description: 'With its slashes.' };
  const params = { type: 'object', required: ['path'], properties: { path } };
  return { schema: { ...schema, params }, url: url.replace(/\*$/, ':path') };
}

function describe(schema: FastifySchema, access: Access): FastifySchema {
  const description = [schema.description, whoMayCall(access)].filter(Boolean).join('\n\n');
  const response = (schema.response ?? {}) as Record<string, unknown>;
  return {
    ...schema,
    description,
    security: securityOf(access),
    response: { ...response, '4xx': ERROR_ANSWER, '5xx': ERROR_ANSWER },
  };
}

function whoMayCall(access: Access): string {
  if (access === 'public') return 'Anybody may call it.';
  if (access === 'signed-in') return 'For whoever is signed in.';
  const { roles, scope, fresh } = access;
  return [
    roles.length > 0 ? `For the roles ${roles.join(', ')}.` : '',
    scope === undefined ? '' : `For API keys with the scope \`${scope}\`.`,
    fresh === true ? 'Needs a proof of the last five minutes (`POST /v1/session/proof`).' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function securityOf(access: Access): readonly Record<string, string[]>[] {
  if (access === 'public') return [];
  if (access === 'signed-in' || access.scope === undefined) return [SESSION];
  return [...(access.roles.length > 0 ? [SESSION] : []), API_KEY];
}
