import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { CALLER_NAMES, type CallerName, type Door, type WholeSite } from '../testing/whole-site.ts';
import { ALLOWED_SHOWINGS } from './allowed-showings.ts';
import { CANARIES, canariesIn, type Canary } from './canary-plates.ts';
import { hostileRequests, validRequest, type SeenRoute } from './route-requests.ts';
import type { World } from './worlds.ts';

export type LeakPlace = 'answer' | 'error' | 'header' | 'log';

export interface Leak {
  readonly place: LeakPlace;
  readonly route: string;
  readonly caller: CallerName | 'whoever a header says';
  readonly plate: Canary;
}

/** What came of asking every route everything. */
export interface Walk {
  readonly requests: number;
  readonly leaks: readonly Leak[];
  /** Showings of the table that happened, as `route caller plate`. */
  readonly shown: ReadonlySet<string>;
  /** Callers that asked each route. */
  readonly visitedBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** Routes that answered somebody with what they are for. */
  readonly answered: ReadonlySet<string>;
  /** What failed inside, as `status route caller`. */
  readonly failures: readonly string[];
}

export const nameOf = ({ method, url }: SeenRoute) => `${method} ${url}`;
export const showing = (route: string, caller: string, plate: Canary) =>
  `${route} · ${caller} · ${plate}`;

const ALLOWED = new Set(
  ALLOWED_SHOWINGS.flatMap(({ route, callers, plates }) =>
    callers.flatMap((caller) => plates.map((plate) => showing(route, caller, plate))),
  ),
);
/** What ends something comes last, so that what it ends was asked before. */
const LAST = [
  ...['/approve', '/judgement', '/runs', '/retention/cameras/:id', '/refuse', '/end'],
  ...['/withdraw', '/close', '/v1/approvers', '/v1/me/password'],
];

export async function walkRoutes(
  site: WholeSite,
  door: Door,
  routes: readonly SeenRoute[],
  worlds: readonly World[],
): Promise<Walk> {
  const leaks = new Map<string, Leak>();
  const shown = new Set<string>();
  const visitedBy = new Map<string, Set<string>>();
  const answered = new Set<string>();
  const failures = new Set<string>();
  let requests = 0;

  const ask = async (
    route: SeenRoute,
    caller: CallerName | null,
    request: InjectOptions,
  ): Promise<LightMyRequestResponse> => {
    const name = nameOf(route);
    const who = caller ?? 'whoever a header says';
    const note = (place: LeakPlace, plates: readonly Canary[]) => {
      for (const plate of plates) {
        leaks.set(`${place} ${showing(name, who, plate)}`, {
          place,
          route: name,
          caller: who,
          plate,
        });
      }
    };
    const logged = site.logLines.length;
    const answer = await door.send(caller, request);
    requests++;
    visitedBy.set(name, (visitedBy.get(name) ?? new Set<string>()).add(who));
    const refused = answer.statusCode >= 400;
    // What somebody sent themselves may come back to them, but not in a refusal.
    const untyped = (plate: Canary) => refused || plate !== 'typed';
    note('header', canariesIn(JSON.stringify(answer.headers)).filter(untyped));
    note('log', canariesIn(site.logLines.slice(logged).join('')));
    const plates = canariesIn(answer.rawPayload).filter(untyped);
    if (refused) {
      note('error', plates);
      if (answer.statusCode >= 500) failures.add(`${answer.statusCode} ${name} ${who}`);
      return answer;
    }
    answered.add(name);
    for (const plate of plates) shown.add(showing(name, who, plate));
    note(
      'answer',
      plates.filter((plate) => !ALLOWED.has(showing(name, who, plate))),
    );
    return answer;
  };

  for (const route of inOrder(routes)) {
    const valid = uniqueOf(worlds.map((world) => validRequest(route, world)));
    const hostile = uniqueOf(hostileRequests(route, worlds[0]!));
    for (const caller of CALLER_NAMES) {
      let isFor = false;
      for (const request of valid) {
        const { statusCode } = await ask(route, caller, request);
        isFor ||= statusCode !== 401 && statusCode !== 403;
        // Whom the route isn't for, it isn't for in any world.
        if (!isFor && request !== valid[0]) break;
      }
      const some = isFor && route.method !== 'HEAD' ? hostile : hostile.slice(-3);
      for (const request of some) await ask(route, caller, request);
    }
    for (const request of hostile.slice(0, 4)) {
      await ask(route, null, withProof(request, 'authorization'));
      await ask(route, null, withProof(request, 'cookie'));
    }
  }
  return {
    requests,
    leaks: [...leaks.values()],
    shown,
    visitedBy,
    answered,
    failures: [...failures],
  };
}

function withProof(request: InjectOptions, header: 'authorization' | 'cookie'): InjectOptions {
  const text = encodeURIComponent(CANARIES.typed);
  const proof = header === 'cookie' ? `wayside-session=${text}` : `Bearer ${text}`;
  return { ...request, headers: { ...request.headers, [header]: proof } };
}

function uniqueOf(requests: readonly InjectOptions[]): InjectOptions[] {
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

function inOrder(routes: readonly SeenRoute[]): readonly SeenRoute[] {
  const weight = ({ url, method }: SeenRoute) =>
    method === 'GET' || method === 'HEAD' ? -2 : LAST.findIndex((end) => url.endsWith(end));
  return [...routes].sort((a, b) => weight(a) - weight(b));
}
