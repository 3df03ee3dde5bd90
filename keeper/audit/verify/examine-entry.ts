import { leafHash } from '../../client/log/merkle-tree.ts';
import { readSealedDetail, type StoredAuditEntry } from '../audit-entry.ts';
import type { AuditKeys } from '../audit-keys.ts';

/** What a stored entry turns out to be. */
export type Examined =
  | { readonly is: 'right' }
  /** One part of it was changed. */
  | { readonly is: 'changed'; readonly part: 'leaf hash' | 'commitment' | 'sealed detail' | 'time' }
  /** It is the entry of another place. */
  | { readonly is: 'misplaced'; readonly sequence: number }
  /** Its seal isn't by the log's keys, but leaf hash and commitment agree. */
  | { readonly is: 'unopened' }
  | { readonly is: 'replaced' };

/** Without keys only leaf hash and commitment are compared. */
export function examineEntry(
  keys: Pick<AuditKeys, 'seal'> | null,
  entry: StoredAuditEntry,
): Examined {
  const { sequence, sealedDetail } = entry;
  const leafIsOf = (commitment: Buffer) => leafHash(commitment).equals(entry.leafHash);
  const leafAgrees = leafIsOf(sealedDetail.subarray(0, 32));
  if (keys === null) {
    return leafAgrees ? { is: 'right' } : { is: 'changed', part: 'leaf hash' };
  }
  const { detail, claimed, commitment } = readSealedDetail(keys, sequence, sealedDetail);
  if (detail !== null) {
    if (!leafAgrees) return { is: 'changed', part: 'leaf hash' };
    const sameTime = Date.parse(String(detail.recordedAt)) === entry.recordedAtMs;
    return sameTime ? { is: 'right' } : { is: 'changed', part: 'time' };
  }
  if (claimed !== null && claimed !== sequence) {
    // It opens, but for its place.
    return { is: 'misplaced', sequence: claimed };
  }
  if (leafAgrees) return { is: 'unopened' };
  return commitment !== null && leafIsOf(commitment)
    ? { is: 'changed', part: 'commitment' }
    : { is: 'replaced' };
}
