import { createPublicKey, type KeyObject } from 'node:crypto';
import { WaysideError } from '../../pipeline/errors.ts';
import { endorsementBytes, keyFingerprint } from '../client/endorsement.ts';
import { SITE_APPROVER } from '../client/grant.ts';
import { verifySignature } from '../verified-signatures.ts';
import type { CallHandler } from './call-handler.ts';

/** How old an endorsement may be, and how far ahead of our clock. */
const ENDORSEMENT_LASTS_MS = 10 * 60_000;

export const requireTwoPersons: CallHandler<'requireTwoPersons'> = async (keeper, { by }) => {
  const { site, audit, nowMs } = keeper;
  if (site.mode.twoPersons()) return {};
  await audit.append({ action: 'two-persons-required', by });
  await site.mode.requireTwoPersons(nowMs());
  return {};
};

export const admitApprover: CallHandler<'admitApprover'> = async (keeper, request) => {
  const { site, audit, nowMs } = keeper;
  const { by, name, admittedAtMs, signature } = request;
  const publicKey = publicKeyOf(request.publicKey);
  const fingerprint = keyFingerprint(publicKey);
  const { approvers } = await site.loggedPolicy(audit);
  const endorser = approvers.find((approver) => approver.name === request.endorser);
  if (endorser === undefined || endorser.local) throw refused('its endorser may not approve');
  if (endorser.name === name || endorser.fingerprint === fingerprint) {
    throw refused('nobody endorses themselves');
  }
  if (name === SITE_APPROVER) throw refused('the name stands for the site itself');
  if (approvers.some((one) => one.name === name && one.fingerprint !== fingerprint)) {
    throw refused('the name has another key: retire that one first');
  }
  if (approvers.some((one) => one.name !== name && one.fingerprint === fingerprint)) {
    throw refused('the key is another approver’s');
  }
  if (site.approvers.isRetired(fingerprint)) throw refused('the key was retired');
  if (Math.abs(nowMs() - admittedAtMs) > ENDORSEMENT_LASTS_MS) {
    throw refused('the endorsement is not of the last ten minutes');
  }
  if (
    !verifySignature(endorser, endorsementBytes({ name, fingerprint, admittedAtMs }), signature)
  ) {
    throw refused('the signature is not the endorser’s');
  }
  const endorsement = { name, fingerprint, admittedAtMs, endorser: endorser.name, signature };
  await audit.append({ action: 'approver-admitted', by, ...endorsement });
  await site.approvers.admit(name, publicKey);
  site.approversLogged();
  return { fingerprint };
};

function publicKeyOf(pem: string): KeyObject {
  try {
    const publicKey = createPublicKey(pem);
    if (publicKey.asymmetricKeyType === 'ed25519') return publicKey;
  } catch {
    // Told below: what doesn't parse is no such key.
  }
  throw refused('the key is no Ed25519 public key in PEM');
}

function refused(why: string): WaysideError {
  return new WaysideError('APPROVER_REFUSED', `the approver is not admitted: ${why}`);
}
