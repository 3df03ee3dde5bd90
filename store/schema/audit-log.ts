import type { ColumnType, Selectable } from 'kysely';

/** The audit log as the application reads it; only the keeper writes it. */
export interface AuditLogTables {
  auditLeaf: AuditLeafView;
  auditSubtree: AuditSubtreeTable;
  auditCheckpoint: AuditCheckpointTable;
  auditCosignature: AuditCosignatureTable;
}

type ReadOnly<T> = ColumnType<T, never, never>;

/** What may be published of an entry. */
export interface AuditLeafView {
  sequence: ReadOnly<bigint>;
  /** 32 bytes: RFC 6962 hash of the commitment. */
  leafHash: ReadOnly<Uint8Array>;
  /** 32 bytes; the entry as the tree has it. */
  commitment: ReadOnly<Uint8Array>;
}

/** Root of a complete subtree of 256^level leaves, the `index`-th of its level. */
export interface AuditSubtreeTable {
  level: ReadOnly<number>;
  index: ReadOnly<bigint>;
  hash: ReadOnly<Uint8Array>;
}

export interface AuditCheckpointTable {
  /** Entries that it covers. */
  size: ReadOnly<bigint>;
  recordedAt: ReadOnly<Date>;
  rootHash: ReadOnly<Uint8Array>;
  /** C2SP signed note. */
  note: ReadOnly<string>;
}

/** A witness's signature line under a checkpoint. */
export interface AuditCosignatureTable {
  size: ReadOnly<bigint>;
  witness: ReadOnly<string>;
  recordedAt: ReadOnly<Date>;
  line: ReadOnly<string>;
}

export type AuditCheckpointRow = Selectable<AuditCheckpointTable>;
