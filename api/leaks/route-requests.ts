import type { InjectOptions } from 'fastify';
import { CANARIES } from './canary-plates.ts';
import { sampleOf, type JsonSchema } from './sample-of-schema.ts';
import type { World } from './worlds.ts';

/** A route as the application registered it. */
export interface SeenRoute {
  readonly method: string;
  readonly url: string;
  readonly schema: {
    readonly params?: JsonSchema;
    readonly querystring?: JsonSchema;
    readonly body?: JsonSchema;
    readonly consumes?: readonly string[];
  };
}

const TYPED = CANARIES.typed;

/** One well-formed request of the world's things. */
export function validRequest(route: SeenRoute, world: World): InjectOptions {
  const { params, querystring, body, consumes } = route.schema;
  const named = (name: string) => valueNamed(route.url, name, world);
  const url = withParams(route.url, (name) =>
    String(named(name) ?? sampleOf(params?.properties?.[name])),
  );
  const query = querystring && (sampleOf(querystring, named) as Record<string, string>);
  const payload = consumes?.includes('multipart/form-data')
    ? upload('north', 'north.mp4')
    : body && { payload: sampleOf(body, named) as object };
  return {
    ...{ method: route.method, url },
    ...(query && { query: textOf(query) }),
    ...payload,
  };
}

/** Requests with the typed plate wherever a caller may put text, and values of wrong types. */
export function hostileRequests(route: SeenRoute, world: World): InjectOptions[] {
  const valid = validRequest(route, world);
  const { body, querystring, consumes } = route.schema;
  const requests: InjectOptions[] = [
    { ...valid, url: withParams(route.url, () => encodeURIComponent(TYPED)) },
    { ...valid, query: { cursor: TYPED, limit: TYPED, month: TYPED, [TYPED]: TYPED } },
    { ...valid, payload: `{"${TYPED}": `, headers: { 'content-type': 'application/json' } },
    { ...valid, payload: TYPED, headers: { 'content-type': `text/${encodeURIComponent(TYPED)}` } },
    { ...valid, payload: { [TYPED]: TYPED, plate: [TYPED] } },
  ];
  if (consumes?.includes('multipart/form-data') === true) {
    requests.push({ ...valid, ...upload('north', `${TYPED}.mp4`) });
    requests.push({ ...valid, ...upload(TYPED, `${TYPED}.mp4`) });
  }
  for (const name of Object.keys(querystring?.properties ?? {})) {
    requests.push({ ...valid, query: { [name]: TYPED } });
  }
  const { payload } = valid;
  if (body !== undefined) {
    requests.push({ ...valid, payload: withTexts(payload) as object });
    for (const name of Object.keys((payload ?? {}) as object)) {
      const others = payload as Record<string, unknown>;
      requests.push({ ...valid, payload: { ...others, [name]: withTexts(others[name]) } });
      requests.push({ ...valid, payload: { ...others, [name]: { [TYPED]: [TYPED] } } });
    }
  }
  // Last: their origin is another site's, which ends it at the door where something is changed.
  return [...requests, { ...valid, headers: HEADERS }];
}

/** Of names in URLs and bodies that stand for something of the world. */
function valueNamed(url: string, name: string, world: World): unknown {
  if (name === 'id') return url.includes(':id') ? world[idNamed(url)] : 'east';
  if (name === '*') return url.startsWith('/docs') ? 'swagger-ui.css' : 'entries/000';
  const { from, to } = (url.endsWith('/clips') ? world.clip : world.span) as Record<string, string>;
  const values: Record<string, unknown> = {
    ...{ caseId: world.caseId, grantId: world.grantId, clipId: world.clipId },
    ...{ sightingId: world.sightingId, userId: world.userId, keyId: world.keyId },
    ...{
      plate: world.plate,
      pattern: CANARIES.asked,
      name: 'walter',
      code: url === '/v1/setup' ? 'a code' : null,
    },
    ...{ from, to, cameras: ['north'], camera: 'north', cameraId: 'north', purpose: 'collision' },
    ...{ reason: 'A cyclist was hit in the High Street.', note: 'Looked at; it was asked for.' },
    ...{ password: 'a long road at night', passphrase: 'seven slow otters', footage: 'sightings' },
    ...{ startedAt: from, expiresAt: new Date(Date.now() + 40 * 86_400_000).toISOString() },
    ...{
      reads: 20,
      tracks: 20,
      crops: 20,
      cursor: null,
      month: from!.slice(0, 7),
      selfGrant: null,
    },
    ...{
      timeOfDay: null,
      unmask: url.endsWith('/clips') ? [] : false,
      path: '/nowhere/north.mp4',
    },
    ...{ expiresInHours: 2, dryRun: true, limit: 100, colours: null, classes: null, area: null },
  };
  if (url.startsWith('/v1/retention/cameras')) values.footage = 20;
  if (url === '/v1/audit/entries') values.from = 0;
  Object.assign(values, {
    ...{ zones: null, masks: null, lines: null, timeOfDay: null },
    ...{ region: 'eu', latitude: 47, longitude: 8, headingDeg: 90 },
    ...{ current: 'a long road at night', next: 'a longer road at night' },
  });
  if (url === '/v1/users') values.name = 'willa';
  return values[name];
}

function idNamed(url: string): string {
  if (url.startsWith('/v1/cases/')) return 'caseId';
  if (url.endsWith('/refuse')) return 'refusedGrantId';
  if (url.startsWith('/v1/grants/')) return 'grantId';
  if (url.startsWith('/v1/holds/')) return 'holdId';
  if (url.startsWith('/v1/tracks/')) return 'trackId';
  if (url.startsWith('/v1/imports/')) return 'importId';
  if (url.startsWith('/v1/audit/reviews/')) return 'reviewId';
  return 'camera';
}

const HEADERS = Object.fromEntries(
  [
    ...['user-agent', 'x-request-id', 'referer', 'range', 'if-none-match', 'x-forwarded-for'],
    ...['cookie', 'accept', 'origin', 'traceparent', 'idempotency-key'],
  ].map((name) => [name, name === 'cookie' ? `wayside-session=${typed()}` : typed()]),
);

/** As a header can hold it. */
function typed(): string {
  return encodeURIComponent(TYPED);
}

function withParams(url: string, value: (name: string) => string): string {
  return url.replace(/:(\w+)|\*/g, (whole, name?: string) => value(name ?? whole));
}

function textOf(query: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}

function withTexts(value: unknown): unknown {
  if (typeof value === 'string') return TYPED;
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withTexts(inner)] as const);
  return Object.fromEntries(entries);
}

/** Of bytes that are no video. */
function upload(cameraId: string, fileName: string) {
  const boundary = 'between-the-parts';
  const part = (head: string, body: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
  const payload =
    part('name="cameraId"', cameraId) +
    part(`name="file"; filename="${fileName}"`, 'no video') +
    `--${boundary}--\r\n`;
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
