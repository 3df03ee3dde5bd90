import type { PlateText } from '../../pipeline/plates/plate-reading.ts';
import type { DayQuery, PlateMatch, PlateQuery } from '../../pipeline/search/sealed-read.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { AskedBy } from './asked-by.ts';
import type { ApiAction, AuditView } from './audit-events.ts';
import type { SelfGrants, SignedGrant } from './grant.ts';
import type { Content, Kind } from './protocol.ts';

/** What goes to the keeper and comes back, as the client gives it: bytes and bigints, not base64. */

/** A read on its way into the index. Times are integer milliseconds since the Unix epoch. */
export interface ReadToSeal {
  readonly id: string;
  readonly cameraId: string;
  readonly capturedAtMs: number;
  readonly plate: PlateText;
  /** Of the camera, where it keeps reads less long than the site; more has no effect. */
  readonly retentionDays?: number | undefined;
}

/** A row of the index, with the clear columns that its seal covers. */
export interface SealedRow {
  readonly id: string;
  readonly cameraId: string;
  readonly capturedAtMs: number;
  readonly sealed: Uint8Array;
}

/** `[startMs, endMs]` is when the pictures in the object were taken; its day is that of `startMs`. */
export interface ObjectToSeal {
  readonly kind: Kind;
  /** Belongs to the kind: see `CONTENTS`. */
  readonly content: Content;
  readonly objectId: string;
  readonly cameraId: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Of the camera, where it keeps this kind less long than the site; more has no effect. */
  readonly retentionDays?: number | undefined;
}

export interface ObjectSeal {
  /** 32 bytes; for this writing of the object only. */
  readonly key: Uint8Array;
  /** Stored in clear in front of the object. */
  readonly header: Uint8Array;
  /** Lets a worker open the object again until it expires; keep it beside the job's row. */
  readonly ticket: Uint8Array;
}

export interface SearchRequest {
  readonly by: AskedBy;
  readonly grant: SignedGrant;
  readonly query: PlateQuery;
  /** `[fromMs, toMs)`, inside the grant's span. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Inside the grant's cameras. */
  readonly cameras: 'all' | readonly string[];
}

export interface SearchPlan {
  /** One entry a day, oldest first; expired days are left out. */
  readonly days: readonly DayQuery[];
  /** True: tokens can't help, so every row of the span has to be opened, `scanRowLimit` at most. */
  readonly scan: boolean;
  readonly scanRowLimit: number;
  /** Set when part of the span is before this day, the oldest whose key is left. */
  readonly expiredBefore: UtcDay | null;
}

export interface OpenedRow {
  readonly id: string;
  readonly plate: PlateText;
  readonly match: PlateMatch;
}

export interface OpenedRows {
  /** Only rows that match the query inside the grant; best match first. */
  readonly rows: readonly OpenedRow[];
  /** Rows whose bytes, id, camera or time were changed after sealing. */
  readonly brokenIds: readonly string[];
  readonly expiredIds: readonly string[];
}

/** What a move of ratchets did; `to` null: the class held nothing any more and is gone. */
export interface RatchetMove {
  readonly name: string;
  readonly from: UtcDay;
  readonly to: UtcDay | null;
}

export interface RatchetState {
  /** `reads`, `reads-7`, … */
  readonly name: string;
  readonly kind: Kind;
  /** How long it keeps a day. */
  readonly days: number;
  /** The oldest day it gives keys of. */
  readonly oldestDay: UtcDay;
  /** The oldest day whose keys exist: earlier than `oldestDay` while a leap of the clock is held back. */
  readonly heldFrom: UtcDay;
}

export interface KeeperStatus {
  readonly ratchets: readonly RatchetState[];
  /** Set while the clock is further ahead than the keeper believes. */
  readonly clockLeap: { readonly toDay: UtcDay; readonly sinceMs: number } | null;
  /** Most days that each kind may be kept. */
  readonly ceilingDays: Readonly<Record<Kind, number>>;
  readonly oldestDays: Readonly<Record<Kind, UtcDay>>;
  readonly auditEntries: number;
  readonly auditRootHash: Uint8Array;
  /** The one person of the site approves their own grants. */
  readonly selfApproval: boolean;
  /** The site is several people's: nobody approves their own grants. */
  readonly twoPersons: boolean;
  readonly selfGrants: SelfGrants;
  readonly maxGrantHours: number;
  /** Grants that go back further need two approvers. */
  readonly secondApproverAfterDays: number;
  readonly approvers: readonly string[];
  /** Of their keys, in the same order: see `keyFingerprint`. */
  readonly approverFingerprints: readonly string[];
}

/** Something that only the API sees happen. */
export interface EventToRecord {
  readonly by: AskedBy;
  readonly action: ApiAction;
  /** Plain JSON; sealed in the log, so names and plates may be in it. */
  readonly particulars: Readonly<Record<string, unknown>>;
}

export interface AuditReading {
  readonly by: AskedBy;
  /** From 0. */
  readonly fromSequence: number;
  /** 1…1,000; fewer come where they are large. */
  readonly limit: number;
  readonly view: AuditView;
}

export interface ReadEntry {
  readonly sequence: number;
  readonly recordedAtMs: number;
  /** 32 bytes. */
  readonly leafHash: Uint8Array;
  /** `action`, `by` and the rest; null where the stored bytes don't open any more. */
  readonly detail: Readonly<Record<string, unknown>> | null;
}

export interface ReadEntries {
  /** In order; empty past the end. */
  readonly entries: readonly ReadEntry[];
  /** Entries of the log before this reading. */
  readonly size: number;
  /** Where to go on; null at the end. */
  readonly nextSequence: number | null;
}
