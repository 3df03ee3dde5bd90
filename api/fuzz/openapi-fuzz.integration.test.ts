import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorAnswer } from '../answer-errors.ts';
import { seedWorlds } from '../leaks/worlds.ts';
import { startWholeSite, type Door, type WholeSite } from '../testing/whole-site.ts';
import { requestsOf, type FuzzRequest, type Named, type Operation } from './fuzz-requests.ts';

/** More with `WAYSIDE_FUZZ_REQUESTS=100000`. */
const REQUESTS = Number(process.env.WAYSIDE_FUZZ_REQUESTS ?? 5_200);
/** Half of them are always the same; the other half with `WAYSIDE_FUZZ_SEED`, if it is said. */
const SEEDS = [1, Number(process.env.WAYSIDE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))];

let site: WholeSite;
let door: Door;
let operations: Operation[];
let named: Named;

beforeAll(async () => {
  site = await startWholeSite();
  door = await site.open();
  const worlds = await seedWorlds(site, door);
  const all = (name: string) => worlds.map((world) => world[name]);
  const dates = worlds.flatMap(({ span }) => Object.values(span as object) as string[]);
  named = {
    ...{ casesId: all('caseId'), grantId: all('grantId'), grantsId: all('grantId') },
    ...{ holdsId: all('holdId'), clipId: all('clipId'), sightingId: all('sightingId') },
    ...{ tracksId: all('trackId'), importsId: all('importId'), reviewsId: all('reviewId') },
    ...{ userId: all('userId'), keyId: all('keyId'), plate: all('plate'), pattern: all('plate') },
    ...{ camerasId: ['north', 'south'], retentionId: ['north'], camera: ['north'] },
    ...{ cameraId: ['north'], cameras: [['north'], 'all'], from: dates, to: dates },
    ...{
      region: ['eu', 'auto'],
      path: ['entries/000', '0/000', '/etc/passwd'],
      month: ['2026-05'],
    },
    ...{ passphrase: ['seven slow otters'], password: ['a long road at night'], name: ['walter'] },
  };
  const document = (await door.app.inject('/docs/json')).json<{
    paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  }>();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
}, 120_000);
afterAll(() => site.stop());

const isError = Compile(ErrorAnswer);
const answerCheckers = new Map<unknown, ReturnType<typeof Compile>>();

/** What is wrong with an answer; null: nothing. */
function faultOf({ responses }: Operation, answer: LightMyRequestResponse): string | null {
  const { statusCode: status, body } = answer;
  const type = String(answer.headers['content-type'] ?? '');
  if (status >= 500) return 'it failed';
  if (status >= 400) {
    if (/\bat .+\.[jt]s:\d+/.test(body)) return 'it tells of its insides';
    if (answer.raw.req.method === 'HEAD') return null;
    return type.includes('json') && isError.Check(parsed(body)) ? null : 'it is no error of ours';
  }
  const documented = responses[String(status)];
  if (documented === undefined) return `${status} is not documented`;
  const schema = documented.content?.['application/json']?.schema;
  if (schema === undefined || !type.includes('json')) return null;
  const checker = answerCheckers.get(schema) ?? Compile(schema as object);
  answerCheckers.set(schema, checker);
  return checker.Check(parsed(body)) ? null : 'the answer is not as documented';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

describe('requests made from the OpenAPI document', () => {
  it.each(SEEDS)(
    'are answered or refused as it says, whatever they hold (seed %i)',
    async (seed) => {
      const each = Math.ceil(REQUESTS / SEEDS.length / operations.length);
      const faults = new Map<string, string>();
      const statuses = new Map<number, number>();
      for (const operation of operations) {
        const requests = fc.sample(requestsOf(operation, named), { seed, numRuns: each });
        for (const { caller, request } of requests) {
          const answer = await door.send(caller, request);
          statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
          const fault = faultOf(operation, answer);
          if (fault !== null) {
            const where = `${operation.method} ${operation.path}: ${fault}`;
            if (!faults.has(where)) faults.set(where, described(answer, { caller, request }));
          }
        }
      }
      expect(Object.fromEntries(faults)).toEqual({});
      expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
        REQUESTS / SEEDS.length,
      );
      // It got past the door and the schemas, or it said nothing.
      for (const status of [200, 201, 400, 401, 403, 404, 409])
        expect([...statuses.keys()]).toContain(status);
    },
    600_000,
  );

  it('has addresses that make no sense refused in the same way', async () => {
    for (const url of [
      '/%',
      '/v1/cases/%E0%A4%A',
      '//',
      '/v1/../x',
      `/${'a/'.repeat(500)}`,
      '/v1/tracks/%00',
    ]) {
      const answer = await door.app.inject({ url });
      expect(isError.Check(parsed(answer.body)), `${url}: ${answer.body}`).toBe(true);
      expect(answer.body).not.toContain('%E0');
    }
  });
});

function described(answer: LightMyRequestResponse, { caller, request }: FuzzRequest): string {
  const sent = JSON.stringify({ caller, ...request }).slice(0, 600);
  return `${answer.statusCode} ${answer.body.slice(0, 300)} to ${sent}`;
}
