import { Type, type Static } from 'typebox';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { OBJECT_CLASSES } from '../../pipeline/objects/detection.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { COLOURS } from '../../pipeline/segment/segment-facts.ts';
import { Cameras } from '../cases/grant-scope.ts';
import { usableGrant } from '../cases/usable-grants.ts';
import type { ApiContext } from '../context.ts';
import { Moment, momentMs } from '../moment.ts';
import { DEFAULT_PAGE, decodeCursor, encodeCursor } from '../paging.ts';
import { searchPlates, type FoundSighting } from './plate-search.ts';
import type { SearchQuotas } from './quotas.ts';
import { SightingAnswer, sightingAnswer } from './sighting-answer.ts';

export const SearchRequest = Type.Object(
  {
    grantId: Type.String({ format: 'uuid', maxLength: 36 }),
    plate: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'As remembered: `?` is one unknown character, `*` any number of them.',
    }),
    wrongCharacters: Type.Optional(
      Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)], {
        description: 'Characters that may be wrong, missing or too many; 0.',
      }),
    ),
    partial: Type.Optional(
      Type.Boolean({ description: 'The text is the beginning or the end of the plate.' }),
    ),
    from: Type.Optional(Moment),
    to: Type.Optional(Moment),
    cameras: Type.Optional(Cameras),
    classes: Type.Optional(Type.Array(Type.Enum([...OBJECT_CLASSES]), { maxItems: 20 })),
    colours: Type.Optional(Type.Array(Type.Enum([...COLOURS]), { maxItems: 20 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
  },
  {
    additionalProperties: false,
    description: 'Span and cameras are the grant’s where they are left out, and lie inside it.',
  },
);
export type SearchRequest = Static<typeof SearchRequest>;

const GapAnswer = Type.Object({
  camera: Type.String(),
  from: Type.String(),
  to: Type.String(),
  /** An error code, such as DECODE_FAILED. */
  cause: Type.String(),
});

export const SearchAnswer = Type.Object({
  items: Type.Array(Type.Intersect([SightingAnswer, Type.Object({ hasPicture: Type.Boolean() })])),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  /** Of the whole search. */
  total: Type.Integer(),
  from: Type.String(),
  to: Type.String(),
  gaps: Type.Array(GapAnswer, { description: 'What the cameras did not see; the first thousand.' }),
  expiredBefore: Type.Union([Type.String(), Type.Null()], {
    description: 'Set when part of the span can’t be read any more: the oldest day that can.',
  }),
  truncated: Type.Boolean({
    description: 'More rows could have matched than were looked at; the newest were.',
  }),
  brokenIds: Type.Array(Type.String(), {
    description: 'Sightings whose stored bytes were changed after sealing.',
  }),
});
export type SearchAnswer = Static<typeof SearchAnswer>;

/** The last one of the page before, in the order of the answer. */
const Position = Type.Object({
  score: Type.Number(),
  confidence: Type.Number(),
  id: Type.String(),
});

const MOST_GAPS = 1_000;

type Context = Pick<ApiContext, 'db' | 'keeper' | 'nowMs'> & { readonly quotas: SearchQuotas };

/**
 * Searches under a grant of the case. Every page is a search of its own, recorded and counted. Throws
 * NOT_FOUND, CASE_CLOSED, GRANT_INVALID, QUOTA_EXCEEDED, PATTERN_INVALID, PATTERN_TOO_WIDE, EXPIRED,
 * TIME_INVALID, AUDIT_UNAVAILABLE.
 */
export async function searchCase(
  context: Context,
  by: AskedBy,
  caseId: string,
  request: SearchRequest,
): Promise<SearchAnswer> {
  const { plate: pattern, wrongCharacters = 0, partial = false, limit = DEFAULT_PAGE } = request;
  const query = { pattern, wrongCharacters, partial };
  parsePlateQuery(query);
  const after = decodeCursor(Position, request.cursor);
  const signed = await usableGrant(context, by, caseId, request.grantId);
  const { grant } = signed;
  const fromMs = request.from === undefined ? grant.fromMs : momentMs(request.from, 'from');
  const toMs = request.to === undefined ? grant.toMs : momentMs(request.to, 'to');
  await context.quotas.take(by);
  const result = await searchPlates(context, by, signed, {
    query,
    fromMs,
    toMs,
    cameras: request.cameras ?? grant.cameras,
    objectClasses: request.classes ?? [],
    colours: request.colours ?? [],
  });
  const rest =
    after === null
      ? result.found
      : result.found.filter((one) => comesAfter(positionOf(one), after));
  const shown = rest.slice(0, limit);
  context.quotas.addResults(by, shown.length);
  return {
    items: shown.map((one) => ({ ...sightingAnswer(one), hasPicture: one.cropKey !== null })),
    nextCursor: rest.length > limit ? encodeCursor(positionOf(shown.at(-1)!)) : null,
    total: result.found.length,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    gaps: result.gaps.slice(0, MOST_GAPS).map(({ cameraId, startedAt, endedAt, cause }) => ({
      camera: cameraId,
      from: startedAt.toISOString(),
      to: endedAt.toISOString(),
      cause,
    })),
    expiredBefore: result.expiredBefore,
    truncated: result.truncated,
    brokenIds: [...result.brokenIds],
  };
}

function positionOf({ opened, row }: FoundSighting): Static<typeof Position> {
  return { score: opened.match.score, confidence: opened.plate.confidence, id: row.id };
}

/** In the order of `searchPlates`. */
function comesAfter(one: Static<typeof Position>, last: Static<typeof Position>): boolean {
  if (one.score !== last.score) return one.score < last.score;
  if (one.confidence !== last.confidence) return one.confidence < last.confidence;
  return one.id > last.id;
}
