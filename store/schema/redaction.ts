import type { ColumnType, Insertable, Selectable } from 'kysely';
import type { RedactionRecord } from '../../pipeline/redact/redaction-record.ts';
import type { ClockSource } from '../../pipeline/time/clock-source.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';

export interface RedactionTables {
  redaction: RedactionTable;
  clip: ClipTable;
}

/** JSON text goes in, the value comes out. */
type Json<T> = ColumnType<T, string, string>;

/** What was filled in a picture; without such a row the picture doesn't leave. */
export interface RedactionTable {
  objectKey: string;
  /** Of the picture, as in the tables that name it. */
  day: UtcDay;
  cameraId: string;
  record: Json<RedactionRecord>;
  madeAt: ColumnType<Date, Date | undefined, Date>;
}

/** What a clip may show beside the plates it was asked for. */
export const UNMASKINGS = ['people', 'plates'] as const;
export type Unmasking = (typeof UNMASKINGS)[number];

export const CLIP_STATUSES = ['queued', 'making', 'done', 'failed'] as const;
export type ClipStatus = (typeof CLIP_STATUSES)[number];

/** A segment that a clip is made of, with what lets a worker open it. */
export interface ClipSegment {
  readonly id: string;
  readonly day: UtcDay;
  /** Base64. */
  readonly footageTicket: string;
  /** Base64; null where the segment has no facts. */
  readonly factsTicket: string | null;
}

/** Where the vehicle of a granted sighting was seen best. */
export interface ClipAnchor {
  readonly segmentId: string;
  readonly cropId: string;
}

export interface ClipSource {
  readonly segments: readonly ClipSegment[];
  /** The vehicle whose plate stays visible; null: none. */
  readonly anchor: ClipAnchor | null;
}

export interface ClipGap {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** An error code, or `NO_FOOTAGE`. */
  readonly cause: string;
}

/** A piece of video made for a case: people and other plates hidden, gone after a day. */
export interface ClipTable {
  id: string;
  caseId: string;
  grantId: string;
  cameraId: string;
  /** Of `fromAt`. */
  day: UtcDay;
  fromAt: Date;
  toAt: Date;
  /** Of the times of its segments, each once. */
  clockSources: ColumnType<ClockSource[], readonly ClockSource[], never>;
  /** Sign-in name. */
  requestedBy: string;
  sightingId: string | null;
  unmask: ColumnType<Unmasking[], readonly Unmasking[], never>;
  /** 2: twice as fast as it was. */
  speed: number;
  /** Null once it is made or given up: the tickets go. */
  source: ColumnType<ClipSource | null, string | null, string | null>;
  gaps: Json<readonly ClipGap[]>;
  status: ClipStatus;
  failureCode: string | null;
  /** 0…1 */
  progress: number;
  objectKey: string | null;
  /** Of the video, unsealed. */
  byteCount: bigint | null;
  createdAt: ColumnType<Date, Date | undefined, never>;
  expiresAt: Date;
}

export type Redaction = Selectable<RedactionTable>;
export type Clip = Selectable<ClipTable>;
export type NewClip = Insertable<ClipTable>;
