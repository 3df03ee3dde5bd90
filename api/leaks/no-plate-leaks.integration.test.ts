import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLER_NAMES, startWholeSite, type Door, type WholeSite } from '../testing/whole-site.ts';
import { ALLOWED_SHOWINGS } from './allowed-showings.ts';
import { CANARIES } from './canary-plates.ts';
import { CLEAR_TEXT_COLUMNS, platesInFiles, platesInTables } from './find-clear-plates.ts';
import { nameOf, showing, walkRoutes, type Leak, type Walk } from './find-leaks.ts';
import { PLANTED, plantLeaks } from './planted-leaks.ts';
import type { SeenRoute } from './route-requests.ts';
import { seedWorlds, type World } from './worlds.ts';

let site: WholeSite;
let door: Door;
let worlds: readonly World[];
let walk: Walk;
const routes: SeenRoute[] = [];

beforeAll(async () => {
  site = await startWholeSite();
  door = await site.open((app) => {
    watch(app, routes);
  });
  worlds = await seedWorlds(site, door);
  walk = await walkRoutes(site, door, routes, worlds);
}, 240_000);
afterAll(() => site.stop());

/** Every route from now on, `HEAD` and what plug-ins add included. */
function watch(app: FastifyInstance, seen: SeenRoute[]): void {
  app.addHook('onRoute', ({ method, url, schema }: RouteOptions) => {
    for (const name of [method].flat()) {
      seen.push({ method: name, url, schema: (schema ?? {}) as SeenRoute['schema'] });
    }
  });
}

/** Without who met them: leaks of one kind are one. */
function kindsOf(leaks: readonly Leak[]): string[] {
  const kinds = leaks.map(({ place, route, plate }) => `${place} · ${route} · ${plate}`);
  return [...new Set(kinds)].sort();
}

describe('every route, asked everything by everybody', () => {
  it('is every one that the document describes, and was asked by all', async () => {
    const document = (await door.app.inject('/docs/json')).json<{
      paths: Record<string, object>;
    }>();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) =>
          `${method.toUpperCase()} ${path.replace('/tile/{path}', '/tile/*').replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    expect(described.length).toBeGreaterThan(50);
    for (const name of [...described, ...routes.map(nameOf)]) {
      expect([...(walk.visitedBy.get(name) ?? [])], name).toEqual([
        ...CALLER_NAMES,
        'whoever a header says',
      ]);
    }
  });

  it('was asked well enough to answer, but for those that only refuse here', () => {
    const refused = routes.map(nameOf).filter((name) => !walk.answered.has(name));
    const unexplained = refused.filter((name) => !(name.replace(/^HEAD/, 'GET') in ONLY_REFUSE));
    expect(unexplained).toEqual([]);
  });

  it('shows no plate but where the table says, echoes and logs none', () => {
    expect(walk.leaks).toEqual([]);
    expect(walk.failures).toEqual([]);
    expect(site.logLines.length).toBeGreaterThan(walk.requests);
  });

  it('shows what the table says that it may: it says no more than is so', () => {
    const allowed = ALLOWED_SHOWINGS.flatMap(({ route, callers, plates }) =>
      callers.flatMap((caller) => plates.map((plate) => showing(route, caller, plate))),
    );
    expect([...walk.shown].sort()).toEqual([...new Set(allowed)].sort());
  });

  it('left no plate in a clear column, a job or a file', async () => {
    const found = await platesInTables(site.site.db);
    const allowed = CLEAR_TEXT_COLUMNS.map((column) => `${column} typed`);
    expect(found.filter((place) => !allowed.includes(place))).toEqual([]);
    expect(await platesInFiles(site.folder)).toEqual([]);
  });

  it('has no stream, upgrade or webhook that this wouldn’t see', async () => {
    const document = JSON.stringify((await door.app.inject('/docs/json')).json());
    expect(document).not.toContain('text/event-stream');
    expect(document).not.toMatch(/"(webhooks|callbacks)":/);
    expect(door.app.hasDecorator('websocketServer')).toBe(false);
    expect(door.app.server.listenerCount('upgrade')).toBe(0);
  });
});

describe('a leak that is planted', () => {
  it('is found and named: in an answer, encoded, in a header, a log line, an error', async () => {
    const planted: SeenRoute[] = [];
    const leaky = await site.open((app) => {
      watch(app, planted);
      plantLeaks(app);
    });
    const only = planted.filter(({ url }) => url.startsWith('/planted/'));
    const { leaks } = await walkRoutes(site, leaky, only, worlds);
    const expected = PLANTED.map(({ place, route, plate }) => `${place} · ${route} · ${plate}`);
    const found = kindsOf(leaks).filter((kind) => !kind.includes(' HEAD '));
    expect(found).toEqual(expected.sort());
  });

  it('is found in a table, in a job and in a file', async () => {
    const { db, queues, objects } = site.context;
    await db.updateTable('camera').set({ region: CANARIES.granted }).execute();
    await queues.enqueue([{ name: 'clip', payload: { clipId: CANARIES.unasked } }]);
    await objects.put('crops/left/in/clear', Buffer.from(`a picture of ${CANARIES.ofAnother}`));
    const found = (await platesInTables(db)).join('\n');
    expect(found).toMatch(/^public\.camera\.region granted$/m);
    expect(found).toMatch(/^jobs_\w+\.\S+ unasked$/m);
    expect(await platesInFiles(site.folder)).toEqual([
      expect.stringContaining('crops/left/in/clear ofAnother'),
    ]);
  });
});

/** Each with what it would take to have it answer. */
const ONLY_REFUSE: Readonly<Record<string, string>> = {
  'POST /v1/setup': 'a site without users',
  'POST /v1/invitations/accept': 'the token of an invitation',
  'POST /v1/me/second-factor/confirm': 'a code of the moment',
  'DELETE /v1/me/second-factor': 'somebody who has one',
  'POST /v1/approvers/:name/endorse': 'somebody whom the keeper doesn’t know yet',
  'DELETE /v1/keys/:keyId': 'a key that is in the database',
  'GET /v1/oidc/start': 'a provider',
  'GET /v1/oidc/callback': 'a provider',
  'POST /v1/imports': 'a video',
  'POST /v1/imports/path': 'a video',
  'GET /v1/audit/checkpoint': 'a log that has one already: up to a minute',
  'GET /v1/audit/tile/*': 'a tile that is full',
};
