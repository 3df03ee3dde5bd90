import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  sealedRowOf,
  searchPlates,
  type FoundSighting,
  type PlateSearch,
  type PlateSearchResult,
} from '../api/search/plate-search.ts';
import type { Grant, SignedGrant } from '../keeper/client/grant.ts';
import { openBytesByGrant } from '../keeper/client/sealed-objects.ts';
import { WaysideError } from '../pipeline/errors.ts';
import { requireCamera } from '../store/cameras.ts';
import { cropPlaceOf } from '../store/objects/crop-keys.ts';
import { requireRedaction } from '../store/redaction/require-redaction.ts';
import { askedByUser } from './asked-by-user.ts';
import type { House } from './house.ts';

/** A search of the command line: with the case and reason of its own grant. */
export interface CommandSearch extends Pick<PlateSearch, 'query' | 'objectClasses' | 'colours'> {
  readonly caseName: string;
  readonly reason: string;
  readonly purpose: Grant['purpose'];
  readonly from: Date | null;
  readonly until: Date | null;
  /** Empty: all. */
  readonly cameraIds: readonly string[];
}

export interface CommandSearchResult extends PlateSearchResult {
  readonly grant: SignedGrant;
  readonly from: Date;
  readonly until: Date;
}

const GRANT_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/**
 * One search under a grant that its own user approves: recorded by the keeper before it answers. Only
 * where the site is one person's.
 * @throws WaysideError CAMERA_UNKNOWN, and what `searchPlates` throws
 */
export async function searchAlone(
  { services: { db }, operator, approver }: House,
  search: CommandSearch,
): Promise<CommandSearchResult> {
  for (const id of search.cameraIds) await requireCamera(db, id);
  const { oldestDays, twoPersons } = await operator.status();
  if (twoPersons) {
    throw new WaysideError(
      'GRANT_INVALID',
      'several people share this site: open a case in the API and have a grant approved there',
    );
  }
  const nowMs = Date.now();
  const fromMs = search.from?.getTime() ?? Date.parse(`${oldestDays.reads}T00:00:00Z`);
  const toMs = search.until?.getTime() ?? nowMs + DAY_MS;
  const cameras = search.cameraIds.length === 0 ? ('all' as const) : [...search.cameraIds];
  if (approver === null) {
    throw new WaysideError(
      'USAGE',
      'in a cluster nobody approves their own searches from the command line: search through the API',
    );
  }
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
  const { query, objectClasses, colours } = search;
  const scope = { query, fromMs, toMs, cameras, objectClasses, colours };
  const result = await searchPlates({ db, keeper: operator }, askedByUser(), grant, scope);
  return { ...result, grant, from: new Date(fromMs), until: new Date(toMs) };
}

/** The vehicle's picture, people hidden, as a JPEG. @throws WaysideError REDACTION_MISSING, OBJECT_MISSING, EXPIRED, … */
export async function openCrop(
  { services: { db, objects }, operator }: House,
  grant: SignedGrant,
  { row, cropKey }: FoundSighting,
): Promise<Uint8Array | null> {
  if (cropKey === null) return null;
  await requireRedaction(db, { objectKey: cropKey, day: cropPlaceOf(cropKey).day });
  const sealed = await buffer(await objects.get(cropKey));
  const opening = { by: askedByUser(), grant, sighting: sealedRowOf(row) };
  return openBytesByGrant(operator, cropKey, opening, sealed);
}
