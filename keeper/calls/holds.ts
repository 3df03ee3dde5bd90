import { WaysideError } from '../../pipeline/errors.ts';
import type { Grant, SignedGrant } from '../client/grant.ts';
import { holdBytes, type Hold, type HoldSignature } from '../client/hold.ts';
import { decodeObjectHeader } from '../client/object-header.ts';
import { bytesFromWire, bytesToWire } from '../client/wire-bytes.ts';
import type { GrantPolicy } from '../grant-policy.ts';
import { checkGrant, coversCamera, coversMoment } from '../grants.ts';
import { wrapKey } from '../held-keys.ts';
import type { LiveHold } from '../holds.ts';
import type { KeeperState } from '../keeper-state.ts';
import { objectKeyOf } from '../object-keys.ts';
import { sealRead } from '../sealing.ts';
import type { CallHandler } from './call-handler.ts';
import { matchesGrant, openSealedRow } from './open-sealed-row.ts';
import { shows } from './shown-sighting.ts';

export const placeHold: CallHandler<'placeHold'> = async (keeper, request) => {
  const { by, grant: signed, hold, signatures } = request;
  const policy = await keeper.site.loggedPolicy(keeper.audit);
  const { grant } = checkGrant(signed, policy, keeper.nowMs());
  checkHold(hold, grant, keeper);
  const approvers = checkSignatures(hold, signatures, policy);
  await keeper.audit.append({ action: 'hold-placed', by, hold, approvers });
  await keeper.holds.place(hold);
  return {};
};

export const holdObjects: CallHandler<'holdObjects'> = async (keeper, request) => {
  const { by, holdId, objects } = request;
  const { hold, grant } = await holdAndGrant(keeper, request);
  const wrapped = objects.map(({ objectId, header: wire, sighting }) => {
    const header = bytesFromWire(wire);
    const claims = decodeObjectHeader(header);
    const inside = claims.endMs >= hold.fromMs && claims.startMs < hold.toMs;
    if (!inside || !holdsCamera(hold, claims.cameraId) || grant.footage === 'none') return null;
    return orNullWhenGone(() => {
      if (grant.footage === 'sightings') {
        if (sighting === undefined || !shows(claims, sighting)) return null;
        if (!isCovered(keeper, hold, grant, sighting)) return null;
      }
      const { key } = objectKeyOf(keeper.keyring, objectId, header);
      return bytesToWire(wrapKey(hold, { objectId, header }, key));
    });
  });
  const objectIds = objects.flatMap(({ objectId }, i) => (wrapped[i] === null ? [] : [objectId]));
  await keeper.audit.append({ action: 'objects-held', by, holdId, grantId: grant.id, objectIds });
  return { wrapped };
};

export const holdRows: CallHandler<'holdRows'> = async (keeper, request) => {
  const { by, holdId, rows } = request;
  const { hold, grant } = await holdAndGrant(keeper, request);
  const sealed = rows.map((row) =>
    orNullWhenGone(() => {
      if (!isCovered(keeper, hold, grant, row)) return null;
      const plate = openSealedRow(keeper, row, grant);
      return bytesToWire(sealRead(hold.key, row, plate, { holdId: hold.id }));
    }),
  );
  const heldIds = rows.flatMap(({ id }, i) => (sealed[i] === null ? [] : [id]));
  await keeper.audit.append({
    action: 'rows-held',
    by,
    holdId,
    grantId: grant.id,
    examined: rows.length,
    heldIds,
  });
  return { sealed };
};

export const endHold: CallHandler<'endHold'> = async (keeper, { by, holdId, reason }) => {
  const { holds, audit } = keeper;
  if (!holds.all().some(({ id }) => id === holdId)) return {};
  await audit.append({ action: 'hold-key-destroyed', by, holdIds: [holdId], reason });
  await holds.destroy([holdId]);
  return {};
};

export const liveHolds: CallHandler<'liveHolds'> = ({ holds, believedNowMs }) => ({
  holdIds: holds
    .all()
    .filter(({ expiresAtMs }) => expiresAtMs > believedNowMs())
    .map(({ id }) => id),
});

type Row = Parameters<typeof openSealedRow>[1];

function isCovered(keeper: KeeperState, hold: LiveHold, grant: Grant, row: Row): boolean {
  const { cameraId, capturedAtMs } = row;
  const inside = capturedAtMs >= hold.fromMs && capturedAtMs < hold.toMs;
  if (!inside || !holdsCamera(hold, cameraId) || !coversCamera(grant, cameraId)) return false;
  if (!coversMoment(grant, capturedAtMs)) return false;
  // A grant of all footage names no plates: its rows are all that the cameras saw.
  if (grant.plates.length === 0) return grant.footage === 'all';
  return matchesGrant(grant, openSealedRow(keeper, row, grant));
}

/** The live hold, and the live grant that it was placed under. */
async function holdAndGrant(
  keeper: KeeperState,
  { holdId, grant: signed }: { readonly holdId: string; readonly grant: SignedGrant },
): Promise<{ hold: LiveHold; grant: Grant }> {
  const policy = await keeper.site.loggedPolicy(keeper.audit);
  const { grant } = checkGrant(signed, policy, keeper.nowMs());
  const hold = keeper.holds.live(holdId);
  if (hold.grantId !== grant.id || hold.caseId !== grant.caseId) {
    throw invalid(hold, 'the grant is not the one that it was placed under');
  }
  return { hold, grant };
}

function checkHold(hold: Hold, grant: Grant, keeper: KeeperState): void {
  const nowMs = keeper.nowMs();
  if (hold.grantId !== grant.id || hold.caseId !== grant.caseId) {
    throw invalid(hold, 'it is not of this grant and case');
  }
  if (hold.requester !== grant.requester) throw invalid(hold, 'somebody else has the grant');
  if (hold.fromMs >= hold.toMs) throw invalid(hold, 'its time span is empty');
  if (hold.fromMs < grant.fromMs || hold.toMs > grant.toMs) {
    throw invalid(hold, 'its time span goes beyond the grant');
  }
  if (hold.toMs > nowMs) throw invalid(hold, 'its time span is not over');
  const cameras = hold.cameras === 'all' ? grant.cameras === 'all' : hold.cameras.every(covered);
  if (!cameras) throw invalid(hold, 'the grant does not cover all its cameras');
  if (hold.expiresAtMs <= nowMs) throw invalid(hold, 'it has expired');
  if (
    hold.expiresAtMs - hold.requestedAtMs > keeper.holdMs ||
    hold.requestedAtMs > nowMs + 60_000
  ) {
    throw invalid(hold, `it lasts for more than ${keeper.holdMs / 86_400_000} days`);
  }

  function covered(cameraId: string): boolean {
    return coversCamera(grant, cameraId);
  }
}

/** Two admitted approvers with two keys, neither the requester. Gives their names. */
function checkSignatures(
  hold: Hold,
  signatures: readonly HoldSignature[],
  policy: GrantPolicy,
): readonly string[] {
  const signed = signatures.flatMap(({ approver: name, signature }) => {
    const approver = policy.approvers.find((one) => one.name === name);
    if (approver === undefined || name === hold.requester) return [];
    if (policy.twoPersons && approver.local) return [];
    return policy.verify(approver, holdBytes(hold), signature) ? [approver] : [];
  });
  const byKey = new Map(signed.map((approver) => [approver.fingerprint, approver.name]));
  const names = [...new Set(byKey.values())];
  if (names.length < 2) throw invalid(hold, 'two approvers have to sign it, not its requester');
  return names;
}

function holdsCamera(hold: Pick<LiveHold, 'cameras'>, cameraId: string): boolean {
  return hold.cameras === 'all' || hold.cameras.includes(cameraId);
}

/** What has expired or was changed can't be held; the rest can. */
function orNullWhenGone(work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    const code = error instanceof WaysideError ? error.code : null;
    if (code === 'EXPIRED' || code === 'SEAL_BROKEN') return null;
    throw error;
  }
}

function invalid({ id }: { readonly id: string }, why: string): WaysideError {
  return new WaysideError('HOLD_INVALID', `hold ${id} can't be placed: ${why}`, {
    details: { holdId: id, why },
  });
}
