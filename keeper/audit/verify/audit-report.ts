/** What can have been done to a log. */
export const FAULT_KINDS = [
  /** Bytes of an entry: its leaf hash, commitment, sealed detail or time. */
  'entry-changed',
  'entry-removed',
  'entry-added',
  /** Another entry stands in its place. */
  'entries-reordered',
  /** Neither its hash nor its detail is one that the keeper wrote. */
  'entry-replaced',
  'tail-cut',
  /** Entries differ from those that a signed checkpoint covers, though each looks right. */
  'log-rewritten',
  'checkpoint-changed',
  'checkpoint-removed',
  'cosignature-changed',
  /** Hashes above the leaves, from which proofs are made. */
  'tile-changed',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface AuditFault {
  readonly kind: FaultKind;
  /** First entry that isn't as it was; null where it is no entry that was changed. */
  readonly sequence: number | null;
  /** In a sentence, with where it shows. */
  readonly message: string;
}

export interface AuditReport {
  /** Of the log that verifies: its name and the id of its key. */
  readonly origin: string;
  readonly entries: number;
  /** Of the tree over the stored leaves; 32 bytes. */
  readonly rootHash: Buffer;
  readonly checkpoints: number;
  readonly cosignatures: number;
  /** False where the audit keys couldn't be read: then only the tree was checked. */
  readonly detailsOpened: boolean;
  /** Newest checkpoint that the entries agree with; null for none. */
  readonly goodUpTo: number | null;
  /** Empty: all is as it was written. The first is the one to look at. */
  readonly faults: readonly AuditFault[];
}
