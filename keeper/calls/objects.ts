import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Grant } from '../client/grant.ts';
import { decodeObjectHeader, type ObjectClaims } from '../client/object-header.ts';
import { CONTENTS, type CallRequest, type Content } from '../client/protocol.ts';
import { retentionClassOf } from '../client/retention-class.ts';
import { bytesFromWire, bytesToWire } from '../client/wire-bytes.ts';
import { refused } from '../grant-policy.ts';
import { coversCamera, coversMoment, type CheckedGrant } from '../grants.ts';
import { unwrapKey } from '../held-keys.ts';
import type { LiveHold } from '../holds.ts';
import type { KeeperState } from '../keeper-state.ts';
import { dayKeysOfObject, newObjectKey, objectKeyOf } from '../object-keys.ts';
import { checkTicket, heldIn, issueTicket } from '../tickets.ts';
import type { CallHandler } from './call-handler.ts';
import { grantOfCall } from './grant-of-call.ts';
import { matchesGrant, openSealedRow } from './open-sealed-row.ts';
import { shows } from './shown-sighting.ts';

/**
 * What an operator may open at all. Raw footage and facts leave for nobody: a clip with people hidden is
 * made of them, by a worker.
 */
const SHOWN: ReadonlySet<Content> = new Set(['crop', 'masked-crop', 'clip', 'unmasked-clip']);

export const sealObject: CallHandler<'sealObject'> = async (
  keeper,
  { objectId, retentionDays, ...description },
) => {
  if (CONTENTS[description.content] !== description.kind) {
    throw new WaysideError('USAGE', `a ${description.content} is not of kind ${description.kind}`);
  }
  const { keyring } = keeper;
  const day = utcDayOf(description.startMs);
  const name = await keyring.nameToSeal(description.kind, retentionDays, day);
  const classDays = retentionClassOf(name)!.days ?? undefined;
  const { header, key } = newObjectKey(keyring, objectId, { ...description, classDays });
  const { ticket: ticketKey } = keyring.dayKeys(name, day);
  const expiresAtMs = keeper.nowMs() + keeper.ticketMs;
  return {
    key: bytesToWire(key),
    header: bytesToWire(header),
    ticket: bytesToWire(issueTicket(ticketKey, { objectId, header }, expiresAtMs)),
  };
};

export const objectKeyByTicket: CallHandler<'objectKeyByTicket'> = (keeper, request) => {
  const header = bytesFromWire(request.header);
  const object = { objectId: request.objectId, header };
  const ticket = bytesFromWire(request.ticket);
  const held = heldIn(ticket);
  if (held !== null) {
    const hold = keeper.holds.live(held.holdId);
    checkTicket(hold.key, object, ticket, keeper.nowMs());
    return { key: bytesToWire(unwrapKey(hold, object, held.wrapped)) };
  }
  const { key, claims } = objectKeyOf(keeper.keyring, request.objectId, header);
  const { ticket: ticketKey } = dayKeysOfObject(keeper.keyring, claims);
  checkTicket(ticketKey, object, ticket, keeper.nowMs());
  return { key: bytesToWire(key) };
};

/** How long a worker has for a job that somebody waits for, behind a full queue too; the grant at most. */
const GRANTED_TICKET_MS = 6 * 3_600_000;

export const objectKeyByGrant: CallHandler<'objectKeyByGrant'> = async (keeper, request) => {
  const { key, claims, checked } = await grantedObject(keeper, request);
  if (!SHOWN.has(claims.content)) {
    throw refused(checked.grant, `${claims.content} is for workers: ask for a clip`);
  }
  await recordOpening(keeper, request, { claims, checked }, {});
  return { key: bytesToWire(key) };
};

export const ticketByGrant: CallHandler<'ticketByGrant'> = async (keeper, request) => {
  const { claims, checked, hold } = await grantedObject(keeper, request);
  await recordOpening(keeper, request, { claims, checked }, { forWorker: true });
  const object = { objectId: request.objectId, header: bytesFromWire(request.header) };
  const expiresAtMs = Math.min(keeper.nowMs() + GRANTED_TICKET_MS, checked.grant.expiresAtMs);
  if (hold !== null) {
    const held = { holdId: hold.id, wrapped: bytesFromWire(request.held!.wrapped) };
    return { ticket: bytesToWire(issueTicket(hold.key, object, expiresAtMs, held)) };
  }
  const { ticket: ticketKey } = dayKeysOfObject(keeper.keyring, claims);
  return { ticket: bytesToWire(issueTicket(ticketKey, object, expiresAtMs)) };
};

interface GrantedObject {
  readonly claims: ObjectClaims;
  readonly checked: CheckedGrant;
}

/** Throws GRANT_INVALID unless the grant covers the object, SEAL_BROKEN, EXPIRED. */
async function grantedObject(
  keeper: KeeperState,
  request: CallRequest<'objectKeyByGrant'>,
): Promise<GrantedObject & { readonly key: Buffer; readonly hold: LiveHold | null }> {
  const checked = await grantOfCall(keeper, request);
  const { grant } = checked;
  const { key, claims, hold } = dayOrHoldKey(keeper, request, grant);
  if (!coversCamera(grant, claims.cameraId)) throw refused(grant, 'it does not cover the camera');
  if (claims.endMs < grant.fromMs || claims.startMs >= grant.toMs) {
    throw refused(grant, 'the object is outside its time span');
  }
  if (claims.content === 'unmasked-clip' && !grant.unmask)
    throw refused(grant, 'it unmasks nothing');
  if (grant.footage === 'none') throw refused(grant, 'it opens no footage');
  if (grant.footage === 'sightings') checkSighting(keeper, checked, claims, request.sighting);
  return { key, claims, checked, hold };
}

/** The object's key from its day, or, once that is gone, from a live hold of the grant's case. */
function dayOrHoldKey(
  { keyring, holds }: KeeperState,
  { objectId, header: wire, held }: CallRequest<'objectKeyByGrant'>,
  grant: Grant,
): { key: Buffer; claims: ObjectClaims; hold: LiveHold | null } {
  const header = bytesFromWire(wire);
  try {
    return { ...objectKeyOf(keyring, objectId, header), hold: null };
  } catch (error) {
    const expired = error instanceof WaysideError && error.code === 'EXPIRED';
    if (!expired || held === undefined) throw error;
    const hold = holds.live(held.holdId);
    if (hold.caseId !== grant.caseId) throw refused(grant, 'the object is held for another case');
    const key = unwrapKey(hold, { objectId, header }, bytesFromWire(held.wrapped));
    return { key, claims: decodeObjectHeader(header), hold };
  }
}

async function recordOpening(
  keeper: KeeperState,
  request: CallRequest<'objectKeyByGrant'>,
  { claims, checked }: GrantedObject,
  also: { readonly forWorker?: true },
): Promise<void> {
  await keeper.audit.append({
    action: claims.content === 'unmasked-clip' ? 'unmasked' : 'object-opened',
    ...also,
    by: request.by,
    grant: checked.grant,
    selfApproved: checked.selfApproved,
    coApprovers: checked.coApprovers,
    objectId: request.objectId,
    object: claims,
    sightingId: request.sighting?.id ?? null,
  });
}

export const objectKeyForView: CallHandler<'objectKeyForView'> = async (keeper, request) => {
  const { key, claims } = objectKeyOf(
    keeper.keyring,
    request.objectId,
    bytesFromWire(request.header),
  );
  if (claims.content !== 'masked-crop') {
    throw new WaysideError('GRANT_INVALID', `a ${claims.content} opens under a grant only`, {
      details: { content: claims.content },
    });
  }
  await keeper.audit.append({
    action: 'masked-picture-opened',
    by: request.by,
    objectId: request.objectId,
    object: claims,
  });
  return { key: bytesToWire(key) };
};

/** The row proves that a plate of the grant was seen in the object. */
function checkSighting(
  keeper: KeeperState,
  { grant }: CheckedGrant,
  object: ObjectClaims,
  row: CallRequest<'objectKeyByGrant'>['sighting'],
): void {
  if (row === undefined) throw refused(grant, 'it opens footage of its sightings only');
  if (!shows(object, row)) throw refused(grant, 'the sighting is not in the object');
  const plate = openSealedRow(keeper, row, grant);
  const covered = coversMoment(grant, row.capturedAtMs) && matchesGrant(grant, plate);
  if (!covered) throw refused(grant, 'it does not cover the sighting');
}
