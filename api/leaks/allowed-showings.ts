import type { CallerName } from '../testing/whole-site.ts';
import type { Canary } from './canary-plates.ts';

/** The only answers in which a plate may be read, to whom, and why. */
export interface Showing {
  readonly route: string;
  readonly callers: readonly CallerName[];
  readonly plates: readonly Canary[];
  readonly why: string;
}

const OWN_CASES: readonly Pick<Showing, 'callers' | 'plates'>[] = [
  { callers: ['rosa'], plates: ['granted', 'waiting'] },
  { callers: ['tom'], plates: ['ofAnother', 'withdrawn'] },
  { callers: ['otto'], plates: ['granted', 'ofAnother', 'withdrawn', 'waiting'] },
];
const ownCases = (route: string, why: string): Showing[] =>
  OWN_CASES.map((who) => ({ route, ...who, why }));

/** Those that a live grant opens. What was read off a picture is in none of the others. */
const UNDER_A_GRANT: readonly Showing[] = [
  ...['POST /v1/cases/:id/searches', 'POST /v1/cases/:id/pictures'].flatMap((route): Showing[] => [
    { route, callers: ['rosa'], plates: ['granted'], why: 'seen, under her live grant' },
    { route, callers: ['tom'], plates: ['ofAnother'], why: 'seen, under his live grant' },
  ]),
  {
    route: 'GET /v1/cases/:id/clips/:clipId/video',
    callers: ['rosa'],
    plates: ['granted'],
    why: 'seen, under her live grant',
  },
];

/** What somebody wrote into a case or a request, to them, to who decides and to who audits. */
const WHAT_WAS_ASKED: readonly Showing[] = [
  ...ownCases('GET /v1/cases', 'the reason that was written for the case'),
  ...ownCases('GET /v1/cases/:id', 'the reason that was written for the case'),
  ...ownCases('GET /v1/cases/:id/grants', 'what was asked for in the case'),
  {
    route: 'GET /v1/cases/:id/holds',
    callers: ['rosa', 'otto'],
    plates: ['granted'],
    why: 'the reason that was written for the hold',
  },
  {
    route: 'POST /v1/holds/:id/end',
    callers: ['rosa'],
    plates: ['granted'],
    why: 'the reason that she wrote for the hold',
  },
  {
    route: 'POST /v1/cases/:id/grants',
    callers: ['rosa', 'tom'],
    plates: ['asked'],
    why: 'what they ask for',
  },
  {
    route: 'POST /v1/grants/:id/withdraw',
    callers: ['rosa'],
    plates: ['granted', 'waiting'],
    why: 'what she asked for',
  },
  {
    route: 'POST /v1/grants/:id/withdraw',
    callers: ['tom'],
    plates: ['ofAnother'],
    why: 'what he asked for',
  },
  {
    route: 'POST /v1/grants/:id/approve',
    callers: ['ada'],
    plates: ['waiting'],
    why: 'what she signed',
  },
  {
    route: 'POST /v1/grants/:id/refuse',
    callers: ['ada'],
    plates: ['waiting'],
    why: 'what she refused',
  },
  {
    route: 'POST /v1/holds/:id/approve',
    callers: ['ada', 'ben'],
    plates: ['granted'],
    why: 'the reason of the hold that they sign',
  },
  {
    route: 'GET /v1/grants',
    callers: ['ada', 'ben'],
    plates: ['waiting'],
    why: 'what they are asked to sign',
  },
  {
    route: 'GET /v1/holds',
    callers: ['ada', 'ben'],
    plates: ['granted'],
    why: 'the reason of the hold that they are asked to sign',
  },
];

const AUDIT: readonly Showing[] = [
  {
    route: 'GET /v1/audit/entries',
    callers: ['otto'],
    plates: ['granted', 'ofAnother', 'withdrawn', 'closed', 'waiting'],
    why: 'what was asked and why, to who audits it',
  },
  {
    route: 'GET /v1/audit/reviews/:id',
    callers: ['otto'],
    plates: ['granted'],
    why: 'the search that is reviewed',
  },
];

export const ALLOWED_SHOWINGS: readonly Showing[] = [...UNDER_A_GRANT, ...WHAT_WAS_ASKED, ...AUDIT];
