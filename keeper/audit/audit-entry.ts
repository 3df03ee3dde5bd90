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
  try {
    const commitment = sealedDetail.subarray(0, COMMITMENT_BYTES);
    if (!leafHash(commitment).equals(entry.leafHash)) throw new RangeError('not the leaf');
    const nonce = sealedDetail.subarray(COMMITMENT_BYTES, SEALED_FROM);
    const decipher = createDecipheriv('aes-256-gcm', keys.seal, nonce)
      .setAAD(associatedData(sequence, commitment))
      .setAuthTag(sealedDetail.subarray(sealedDetail.length - TAG_BYTES));
    const opened = decipher.update(
      sealedDetail.subarray(SEALED_FROM, sealedDetail.length - TAG_BYTES),
    );
    decipher.final();
    const detail = opened.subarray(SALT_BYTES);
    if (!commit(opened.subarray(0, SALT_BYTES), detail).equals(commitment)) {
      throw new RangeError('not the commitment');
    }
    return JSON.parse(detail.toString('utf8')) as AuditEvent;
  } catch (cause) {
    throw new WaysideError('AUDIT_BROKEN', `audit entry ${sequence} was changed`, {
      details: { sequence },
      cause,
    });
  }
}

function commit(salt: Buffer, detail: Buffer): Buffer {
  return createHash('sha256').update(salt).update(detail).digest();
}

function associatedData(sequence: number, commitment: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`wayside audit 1 ${sequence} `), commitment]);
}
