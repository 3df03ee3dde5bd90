import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { WaysideError } from '../../pipeline/errors.ts';
import { canonicalJson } from '../client/canonical-json.ts';
import type { AskedBy } from '../client/asked-by.ts';
import type { ApiAction, KeeperAction } from '../client/audit-events.ts';
import type { AuditKeys } from './audit-keys.ts';
import { leafHash } from '../client/log/merkle-tree.ts';

/** Something that the log keeps: what was done, and its particulars. */
export interface AuditEvent {
  readonly action: KeeperAction | ApiAction;
  readonly by?: AskedBy;
  readonly [particular: string]: unknown;
}

/** A row of table `audit_entry`. */
export interface StoredAuditEntry {
  readonly sequence: number;
  readonly recordedAtMs: number;
  readonly leafHash: Buffer;
  readonly sealedDetail: Buffer;
}

/**
 * The leaf is a commitment, SHA-256 of 32 random bytes and the detail: it can be published without
 * saying anything, and goes on proving the entry when the detail is erased. Beside it, sealed under
 * the audit key, the salt and the detail. Stored: commitment, 96-bit nonce, AES-256-GCM ciphertext, tag.
 */
const COMMITMENT_BYTES = 32;
const SALT_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_FROM = COMMITMENT_BYTES + NONCE_BYTES;

export function makeAuditEntry(
  keys: Pick<AuditKeys, 'seal'>,
  event: AuditEvent,
  sequence: number,
  recordedAtMs: number,
): StoredAuditEntry {
  const recordedAt = new Date(recordedAtMs).toISOString();
  const detail = Buffer.from(canonicalJson({ version: 1, sequence, recordedAt, ...event }));
  const salt = randomBytes(SALT_BYTES);
  const commitment = commit(salt, detail);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keys.seal, nonce).setAAD(
    associatedData(sequence, commitment),
  );
  const sealed = cipher.update(Buffer.concat([salt, detail]));
  cipher.final();
  return {
    sequence,
    recordedAtMs,
    leafHash: leafHash(commitment),
    sealedDetail: Buffer.concat([commitment, nonce, sealed, cipher.getAuthTag()]),
  };
}

/** For the auditor: the detail of a stored entry, checked against its leaf. Throws AUDIT_BROKEN. */
export function openAuditEntry(
  keys: Pick<AuditKeys, 'seal'>,
  entry: Pick<StoredAuditEntry, 'sequence' | 'leafHash' | 'sealedDetail'>,
): AuditEvent {
  const { sequence, sealedDetail } = entry;
  const commitment = sealedDetail.subarray(0, COMMITMENT_BYTES);
  const { detail } = readSealedDetail(keys, sequence, sealedDetail);
  if (detail !== null && leafHash(commitment).equals(entry.leafHash)) return detail;
  throw new WaysideError('AUDIT_BROKEN', `audit entry ${sequence} was changed`, {
    details: { sequence },
  });
}

export interface SealedDetailRead {
  /** Null unless seal, place and commitment are all right. */
  readonly detail: (AuditEvent & { readonly recordedAt?: unknown }) | null;
  /** The place for which it was sealed, where that can be told. */
  readonly claimed: number | null;
  /** Of the salt and detail that are in it, sealed rightly or not; null when nothing can be read. */
  readonly commitment: Buffer | null;
}

/** What is in a sealed detail, also in one that was changed or moved. */
export function readSealedDetail(
  keys: Pick<AuditKeys, 'seal'>,
  sequence: number,
  sealedDetail: Buffer,
): SealedDetailRead {
  if (sealedDetail.length < SEALED_FROM + SALT_BYTES + TAG_BYTES) {
    return { detail: null, claimed: null, commitment: null };
  }
  const stored = sealedDetail.subarray(0, COMMITMENT_BYTES);
  const { plain, sealedFor } = decrypt(keys, sealedDetail, sequence);
  const inside = commit(plain.subarray(0, SALT_BYTES), plain.subarray(SALT_BYTES));
  let detail: AuditEvent;
  try {
    detail = JSON.parse(plain.subarray(SALT_BYTES).toString('utf8')) as AuditEvent;
  } catch {
    return { detail: null, claimed: null, commitment: inside };
  }
  if (sealedFor === sequence && inside.equals(stored)) {
    return { detail, claimed: sequence, commitment: inside };
  }
  const said = detail.sequence;
  const moved = typeof said === 'number' && decrypt(keys, sealedDetail, said).sealedFor === said;
  return { detail: null, claimed: moved ? said : null, commitment: inside };
}

/** The bytes, and the place if it is the one they were sealed for. */
function decrypt(
  keys: Pick<AuditKeys, 'seal'>,
  sealedDetail: Buffer,
  place: number,
): { readonly plain: Buffer; readonly sealedFor: number | null } {
  const commitment = sealedDetail.subarray(0, COMMITMENT_BYTES);
  const nonce = sealedDetail.subarray(COMMITMENT_BYTES, SEALED_FROM);
  const decipher = createDecipheriv('aes-256-gcm', keys.seal, nonce)
    .setAAD(associatedData(place, commitment))
    .setAuthTag(sealedDetail.subarray(sealedDetail.length - TAG_BYTES));
  const plain = decipher.update(
    sealedDetail.subarray(SEALED_FROM, sealedDetail.length - TAG_BYTES),
  );
  try {
    decipher.final();
    return { plain, sealedFor: place };
  } catch {
    return { plain, sealedFor: null };
  }
}

function commit(salt: Buffer, detail: Buffer): Buffer {
  return createHash('sha256').update(salt).update(detail).digest();
}

function associatedData(sequence: number, commitment: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`wayside audit 1 ${sequence} `), commitment]);
}
