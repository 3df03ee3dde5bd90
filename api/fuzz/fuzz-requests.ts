import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import type { JsonSchema } from '../leaks/sample-of-schema.ts';
import type { CallerName } from '../testing/whole-site.ts';
import { CALLER_NAMES } from '../testing/whole-site.ts';
import { rubbish, valueOf } from './schema-values.ts';

/** As much of the OpenAPI document as requests are made from. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly required?: boolean;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}

export interface FuzzRequest {
  /** Null: through the real door. */
  readonly caller: CallerName | null;
  readonly request: InjectOptions;
}

export type Named = Readonly<Record<string, readonly unknown[]>>;

/** Requests of an operation: right, nearly right, or rubbish. */
export function requestsOf(operation: Operation, named: Named): fc.Arbitrary<FuzzRequest> {
  return fc
    .constantFrom(0, 0, 5, 40)
    .chain((wrongPercent) => requestWith(operation, named, wrongPercent));
}

function requestWith(operation: Operation, named: Named, wrongPercent: number) {
  const { method, path, parameters = [], requestBody } = operation;
  const place = (which: 'path' | 'query'): fc.Arbitrary<Record<string, unknown>> =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === which)
          .map(({ name, schema }) => [
            name,
            valueOf(
              {
                type: 'object',
                properties: { [idName(path, name)]: schema },
                required: [idName(path, name)],
              },
              named,
              wrongPercent,
            ).map((value) => firstOf(value)),
          ]),
      ),
      {
        requiredKeys: parameters
          .filter((one) => one.in === which && one.required === true)
          .map(({ name }) => name),
      },
    );
  const json = requestBody?.content['application/json']?.schema;
  return fc
    .record({
      caller: fc.constantFrom(...CALLER_NAMES, null),
      params: place('path'),
      query: place('query'),
      body: json === undefined ? fc.constant(undefined) : valueOf(json, named, wrongPercent),
      oddity: wrongPercent === 0 ? fc.constant(undefined) : fc.option(oddity, { nil: undefined }),
    })
    .map(({ caller, params, query, body, oddity: odd }): FuzzRequest => {
      const url = path.replace(/\{(\w+)\}/g, (_, name: string) => inUrl(params[name]));
      const entries = Object.entries(query).map(([name, value]) => `${name}=${inUrl(value)}`);
      const payload: Sent = body === undefined ? {} : jsonBody(body);
      const request = {
        method: method.toUpperCase(),
        url: entries.length === 0 ? url : `${url}?${entries.join('&')}`,
        ...payload,
        ...odd,
        headers: { ...payload.headers, ...odd?.headers },
      };
      return { caller, request: request };
    });
}

interface Sent {
  readonly payload?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const BOUNDARY = 'x';
/** What takes the place of body and headers. */
const oddity: fc.Arbitrary<Sent> = fc.oneof(
  fc.constantFrom(
    { payload: '{"a":', headers: { 'content-type': 'application/json' } },
    { payload: '"text"', headers: { 'content-type': 'application/json; charset=utf-16' } },
    { payload: '['.repeat(20_000), headers: { 'content-type': 'application/json' } },
    { payload: '{"__proto__":{"a":1}}', headers: { 'content-type': 'application/json' } },
    { payload: '{"a":1}', headers: { 'content-type': 'text/xml' } },
    { payload: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    { payload: '', headers: { 'content-type': 'application/json' } },
    { payload: '\ud800', headers: { 'content-type': 'text/plain' } },
    { payload: 'x'.repeat(1_100_000), headers: { 'content-type': 'application/json' } },
    { payload: '{}', headers: { 'content-type': ';;;' } },
    ...[
      '',
      `--${BOUNDARY}`,
      `--${BOUNDARY}--\r\n`,
      `--${BOUNDARY}\r\n\r\nno head\r\n--${BOUNDARY}--\r\n`,
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="cameraId"\r\n\r\nnorth\r\n--${BOUNDARY}`,
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nnorth\r\n--${BOUNDARY}--\r\n`,
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="../../x"\r\n\r\nbytes`,
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="cameraId"\r\n\r\nnorth\r\n--${BOUNDARY}\r\n` +
        `content-disposition: form-data; name="file"; filename="\0.mp4"\r\n\r\nbytes\r\n--${BOUNDARY}--\r\n`,
    ].map((payload) => ({
      payload,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    })),
    { headers: { 'content-type': 'multipart/form-data' }, payload: 'x' },
    { headers: { authorization: 'Bearer wsk_0123456789ab_x' } },
    { headers: { authorization: `Bearer ${'x'.repeat(5000)}` } },
    { headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } },
    { headers: { cookie: 'wayside-session=%00%ff; wayside-session=2' } },
    { headers: { cookie: `${'a=b;'.repeat(2000)}wayside-session=x` } },
    { headers: { cookie: 'wayside-oidc=e30.e30.e30' } },
    { headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } },
    { headers: { origin: 'http://[::1' } },
    { headers: { range: 'bytes=9-1,-' } },
    { headers: { range: 'bytes=99999999999999999999-' } },
    { headers: { 'if-none-match': '"' } },
    { headers: { 'x-forwarded-for': '999.1.1.1, ::' } },
    { headers: { accept: '\u00ff' } },
  ),
  fc.record({
    payload: rubbish.map((value) => JSON.stringify(value)),
    headers: fc.constant({ 'content-type': 'application/json' }),
  }),
);

function jsonBody(value: unknown): Sent {
  return { payload: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

/** Of the thing that the path is about. */
function idName(path: string, name: string): string {
  return name === 'id' ? `${/^\/v1\/(?:audit\/)?(\w+)/.exec(path)?.[1] ?? ''}Id` : name;
}

function firstOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
}

/** As a URL can hold it; half a surrogate can't be. */
function inUrl(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return encodeURIComponent(Buffer.from(text).toString());
}
