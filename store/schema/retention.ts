import type { ColumnType, Selectable } from 'kysely';
import type { ObjectClass } from '../../pipeline/objects/detection.ts';
import type { RedactionRecord } from '../../pipeline/redact/redaction-record.ts';
import type { ClockSource } from '../../pipeline/time/clock-source.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Colour } from '../../pipeline/segment/segment-facts.ts';

export interface RetentionTables {
  retentionRule: RetentionRuleTable;
  retentionRun: RetentionRunTable;
  legalHold: LegalHoldTable;
  heldObject: HeldObjectTable;
  heldSighting: HeldSightingTable;
}

/** Days that one camera keeps, where fewer than the site's; null: as the site. */
export interface RetentionRuleTable {
  cameraId: string;
  readsDays: number | null;
  tracksDays: number | null;
  footageDays: number | null;
  cropsDays: number | null;
  changedBy: string;
  changedAt: Date;
}

/** One run that deleted what has expired. */
export interface RetentionRunTable {
  id: string;
  startedAt: Date;
  /** Null while it runs, and for good when it was interrupted. */
  endedAt: Date | null;
  /** Who had it run: a name, or `keeper of the clock` for the hourly one. */
  startedBy: string;
  /** What it did, as in the audit log. */
  receipt: ColumnType<unknown, string | null, string | null>;
}

export const HOLD_STATUSES = ['requested', 'active', 'ended'] as const;
export type HoldStatus = (typeof HOLD_STATUSES)[number];

/** What a case keeps beyond its day. Reasons and plates are in `sealed` only. */
export interface LegalHoldTable {
  id: string;
  caseId: string;
  grantId: string;
  status: HoldStatus;
  requestedBy: string;
  requestedAt: Date;
  expiresAt: Date;
  cameras: ColumnType<string[] | null, readonly string[] | null, never>;
  fromAt: Date;
  toAt: Date;
  /** The hold as its approvers sign it, under the case's key. */
  sealed: Uint8Array;
  /** Names and signatures so far: at most two. */
  approvals: ColumnType<unknown, string, string>;
  endedAt: Date | null;
}

/** An object whose key a hold has wrapped. */
export interface HeldObjectTable {
  holdId: string;
  objectKey: string;
  byteCount: bigint;
  /** Its key under the hold's. */
  wrapped: Uint8Array;
  /** Of a picture: what was filled in it; its own row goes with the day. */
  record: ColumnType<RedactionRecord | null, string | null, string | null>;
}

/** A sighting resealed under a hold's key, with what is shown beside it. */
export interface HeldSightingTable {
  holdId: string;
  id: string;
  day: UtcDay;
  cameraId: string;
  trackId: string;
  segmentId: string;
  capturedAt: Date;
  clockSource: ClockSource;
  confidence: number;
  objectClass: ObjectClass | 'unknown';
  colour: Colour;
  sealed: Uint8Array;
  cropKey: string | null;
}

export type RetentionRule = Selectable<RetentionRuleTable>;
export type RetentionRunRow = Selectable<RetentionRunTable>;
export type LegalHold = Selectable<LegalHoldTable>;
export type HeldObject = Selectable<HeldObjectTable>;
export type HeldSighting = Selectable<HeldSightingTable>;
