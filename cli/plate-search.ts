import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { askedByUser } from './asked-by-user.ts';
import type { Grant, SignedGrant } from '../keeper/client/grant.ts';
import type { OpenedRow, SealedRow } from '../keeper/client/keeper-client.ts';
import { openBytesByGrant } from '../keeper/client/sealed-objects.ts';
import { compareMatches } from '../pipeline/search/rank-matches.ts';
import type { PlateQuery } from '../pipeline/search/sealed-read.ts';
import type { UtcDay } from '../pipeline/time/utc-day.ts';
import type { ObjectClass } from '../pipeline/objects/detection.ts';
import type { Colour } from '../pipeline/segment/segment-facts.ts';
import { requireCamera } from '../store/cameras.ts';
import { cropKeysOfTracks } from '../store/tracks.ts';
import { scanSightings, searchSightings } from '../store/sightings/search-sightings.ts';
import type { SightingCandidate } from '../store/sightings/search-sightings.ts';
import type { House } from './house.ts';

export interface PlateSearch {
  readonly query: PlateQuery;
  readonly caseName: string;
  readonly reason: string;
  readonly purpose: Grant['purpose'];
  readonly from: Date | null;
  readonly until: Date | null;
  /** Empty: all. */
  readonly cameraIds: readonly string[];
  readonly objectClasses: readonly ObjectClass[];
  readonly colours: readonly Colour[];
}

export interface FoundSighting {
  readonly row: SightingCandidate;
  readonly opened: OpenedRow;
  readonly cropKey: string | null;
}

export interface PlateSearchResult {
  /** Best match first, then the surer read. */
  readonly found: readonly FoundSighting[];
  readonly grant: SignedGrant;
  readonly from: Date;
  readonly until: Date;
  /** Set when part of the asked span has expired: the oldest day whose key is left. */
  readonly expiredBefore: UtcDay | null;
  /** More rows could have matched than were looked at; the newest were. */
  readonly truncated: boolean;
  /** Rows whose bytes were changed since they were sealed. */
  readonly brokenIds: readonly string[];
}

const GRANT_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** More candidates than any plate has; what is beyond is told, not hidden. */
const MOST_CANDIDATES = 20_000;

/**
 * One search under a grant of its own: recorded by the keeper before it answers.
 * @throws WaysideError PATTERN_INVALID, PATTERN_TOO_WIDE, CAMERA_UNKNOWN, EXPIRED, GRANT_INVALID,
 *   DATABASE_UNREACHABLE, AUDIT_UNAVAILABLE, KEEPER_UNREACHABLE
 */
export async function searchPlates(
  { services: { db }, operator, approver }: House,
  search: PlateSearch,
): Promise<PlateSearchResult> {
  for (const id of search.cameraIds) await requireCamera(db, id);
  const { oldestDays } = await operator.status();
  const nowMs = Date.now();
  const fromMs = search.from?.getTime() ?? Date.parse(`${oldestDays.reads}T00:00:00Z`);
  const toMs = search.until?.getTime() ?? nowMs + DAY_MS;
  const cameras = search.cameraIds.length === 0 ? ('all' as const) : [...search.cameraIds];
  const grant = approver.sign({
    version: 2,
    id: randomUUID(),
    // A case of the command line is no more than its name.
    caseId: search.caseName,
    caseReference: search.caseName,
    reason: search.reason,
    purpose: search.purpose,
    plates: [search.query],
    footage: 'sightings',
    unmask: false,
    cameras,
    fromMs,
    toMs,
    requester: approver.name,
    approver: approver.name,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + GRANT_MS,
  });
  const by = askedByUser();
  const plan = await operator.search({ by, grant, query: search.query, fromMs, toMs, cameras });

  const filter = {
    from: new Date(fromMs),
    until: new Date(toMs),
    ...(search.cameraIds.length > 0 ? { cameraIds: search.cameraIds } : {}),
    ...(search.objectClasses.length > 0 ? { objectClasses: search.objectClasses } : {}),
    ...(search.colours.length > 0 ? { colours: search.colours } : {}),
  };
  const days = plan.days.map(({ day }) => day);
  const candidates = plan.scan
    ? await scanSightings(db, days, filter, plan.scanRowLimit)
    : await searchSightings(db, plan.days, filter, MOST_CANDIDATES);
  const rows = new Map(candidates.rows.map((row) => [row.id, row]));
  const { rows: opened, brokenIds } = await operator.openRows({
    by,
    grant,
    query: search.query,
    rows: candidates.rows.map(sealedRow),
  });
  const crops = await cropKeysOfTracks(
    db,
    opened.map(({ id }) => rows.get(id)!.trackId),
    days,
  );
  const found = [...opened].sort(compareMatches).map((row) => ({
    row: rows.get(row.id)!,
    opened: row,
    cropKey: crops.get(rows.get(row.id)!.trackId) ?? null,
  }));
  return {
    found,
    grant,
    from: filter.from,
    until: filter.until,
    expiredBefore: plan.expiredBefore,
    truncated: candidates.truncated,
    brokenIds,
  };
}

/** The vehicle's picture, people hidden, as a JPEG. @throws WaysideError OBJECT_MISSING, EXPIRED, … */
export async function openCrop(
  { services: { objects }, operator }: House,
  grant: SignedGrant,
  { row, cropKey }: FoundSighting,
): Promise<Uint8Array | null> {
  if (cropKey === null) return null;
  const sealed = await buffer(await objects.get(cropKey));
  const opening = { by: askedByUser(), grant, sighting: sealedRow(row) };
  return openBytesByGrant(operator, cropKey, opening, sealed);
}

function sealedRow(row: SightingCandidate): SealedRow {
  return {
    id: row.id,
    cameraId: row.cameraId,
    capturedAtMs: row.capturedAt.getTime(),
    sealed: row.sealed,
  };
}
