import type { Kysely } from 'kysely';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import type {
  KeeperClient,
  OpenedRow,
  SealedRow,
  SearchPlan,
  SearchRequest,
} from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import type { ObjectClass } from '../../pipeline/objects/detection.ts';
import { compareMatches } from '../../pipeline/search/rank-matches.ts';
import type { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import type { Colour } from '../../pipeline/segment/segment-facts.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import { gapsBetween } from '../../store/gaps.ts';
import { heldSightings } from '../../store/retention/held-things.ts';
import type { Gap, Schema } from '../../store/schema.ts';
import {
  scanSightings,
  searchSightings,
  type SightingCandidate,
} from '../../store/sightings/search-sightings.ts';
import { shownTracks } from '../../store/tracks.ts';

/** What is looked for, inside a grant. */
export interface PlateSearch {
  readonly query: PlateQuery;
  /** `[fromMs, toMs)` */
  readonly fromMs: number;
  readonly toMs: number;
  readonly cameras: 'all' | readonly string[];
  /** Empty: all; so are the colours. */
  readonly objectClasses: readonly ObjectClass[];
  readonly colours: readonly Colour[];
}

export interface FoundSighting {
  readonly row: SightingCandidate;
  readonly opened: OpenedRow;
  readonly cropKey: string | null;
  /** Its track was still in view when it was written down. */
  readonly isOpen: boolean;
}

export interface PlateSearchResult {
  /** Best match first, then the surer read, then by id. */
  readonly found: readonly FoundSighting[];
  /** What the cameras did not see of the span, oldest first. */
  readonly gaps: readonly Gap[];
  /** Set when part of the asked span has expired: the oldest day whose key is left. */
  readonly expiredBefore: UtcDay | null;
  /** More rows could have matched than were looked at; the newest were. */
  readonly truncated: boolean;
  /** Rows whose bytes were changed since they were sealed. */
  readonly brokenIds: readonly string[];
}

export interface PlateSearchServices {
  readonly db: Kysely<Schema>;
  readonly keeper: Pick<KeeperClient, 'search' | 'openRows'>;
}

/** More candidates than any plate has; what is beyond is told, not hidden. */
const MOST_CANDIDATES = 20_000;
/** Of what the case's holds keep; each is opened and compared. */
const MOST_HELD = 5_000;

/**
 * One search: the keeper records it and gives tokens, the database gives candidates, the keeper opens
 * those that match. Two calls of the keeper and one query, unless something is found.
 * @throws WaysideError PATTERN_INVALID, PATTERN_TOO_WIDE, EXPIRED, GRANT_INVALID, DATABASE_UNREACHABLE,
 *   AUDIT_UNAVAILABLE, KEEPER_UNREACHABLE
 */
export async function searchPlates(
  { db, keeper }: PlateSearchServices,
  by: AskedBy,
  grant: SignedGrant,
  search: PlateSearch,
): Promise<PlateSearchResult> {
  const { query, fromMs, toMs, cameras } = search;
  const plan = await planOf(keeper, { by, grant, query, fromMs, toMs, cameras });
  const from = new Date(fromMs);
  const until = new Date(toMs);
  const cameraIds = cameras === 'all' ? [] : cameras;
  const filter = {
    from,
    until,
    ...(cameraIds.length > 0 ? { cameraIds } : {}),
    ...(search.objectClasses.length > 0 ? { objectClasses: search.objectClasses } : {}),
    ...(search.colours.length > 0 ? { colours: search.colours } : {}),
  };
  const days = plan.days.map(({ day }) => day);
  const finding = plan.scan
    ? scanSightings(db, days, filter, plan.scanRowLimit)
    : searchSightings(db, plan.days, filter, MOST_CANDIDATES);
  const [candidates, gaps, held] = await Promise.all([
    finding,
    gapsBetween(db, from, until, cameraIds),
    heldSightings(db, grant.grant.caseId, filter, MOST_HELD),
  ]);
  if (plan.expired !== null && held.length === 0) throw plan.expired;

  // What is still in the index is taken from there.
  const rows = new Map<string, SightingCandidate>(
    [...held, ...candidates.rows].map((row) => [row.id, row]),
  );
  const { rows: opened, brokenIds } = await keeper.openRows({
    by,
    grant,
    query,
    rows: [...rows.values()].map(sealedRowOf),
  });
  const tracks = await shownTracks(
    db,
    opened.map(({ id }) => rows.get(id)!),
  );
  const heldCrops = new Map(held.map(({ id, cropKey }) => [id, cropKey]));
  const found = opened
    .toSorted((a, b) => compareMatches(a, b) || (a.id < b.id ? -1 : 1))
    .map((opened): FoundSighting => {
      const row = rows.get(opened.id)!;
      const track = tracks.get(row.trackId);
      const cropKey = track?.cropKey ?? heldCrops.get(row.id) ?? null;
      return { row, opened, cropKey, isOpen: track?.isOpen ?? false };
    });
  const { expiredBefore } = plan;
  return { found, gaps, expiredBefore, truncated: candidates.truncated, brokenIds };
}

type Plan = Pick<SearchPlan, 'days' | 'scan' | 'scanRowLimit' | 'expiredBefore'> & {
  readonly expired: WaysideError | null;
};

/** Of a span that has expired as a whole: nothing to look for but what a hold of the case keeps. */
async function planOf(
  keeper: PlateSearchServices['keeper'],
  request: SearchRequest,
): Promise<Plan> {
  try {
    return { ...(await keeper.search(request)), expired: null };
  } catch (error) {
    if (!(error instanceof WaysideError) || error.code !== 'EXPIRED') throw error;
    const { oldestDay } = error.details;
    const expiredBefore = typeof oldestDay === 'string' ? oldestDay : null;
    return { days: [], scan: false, scanRowLimit: 0, expiredBefore, expired: error };
  }
}

/** A row of the index as the keeper opens it. */
export function sealedRowOf(row: SightingCandidate): SealedRow {
  return {
    id: row.id,
    cameraId: row.cameraId,
    capturedAtMs: row.capturedAt.getTime(),
    sealed: row.sealed,
  };
}
