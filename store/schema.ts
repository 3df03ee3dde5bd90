import type { ColumnType, Insertable, Selectable } from 'kysely';
import type { ObjectClass } from '../pipeline/objects/detection.ts';
import type { Colour } from '../pipeline/segment/segment-facts.ts';
import type { UtcDay } from '../pipeline/time/utc-day.ts';
import type { Zone } from '../pipeline/geometry/zones.ts';
import type { AuditLogTables } from './schema/audit-log.ts';
import type { CasesTables } from './schema/cases.ts';
import type { PeopleTables } from './schema/people.ts';
import type { RetentionTables } from './schema/retention.ts';
import type { ReviewsTables } from './schema/reviews.ts';
import type { RedactionTables } from './schema/redaction.ts';
import type { CameraStatus, TrackSearchTables } from './schema/track-search.ts';

/**
 * The tables as Kysely sees them: camelCase here, snake_case in SQL (CamelCasePlugin). `day` is a
 * UTC date `YYYY-MM-DD`, times are `Date`, bigint columns are `bigint`, bytea columns `Uint8Array`.
 */
export interface Schema
  extends
    AuditLogTables,
    CasesTables,
    PeopleTables,
    TrackSearchTables,
    RedactionTables,
    RetentionTables,
    ReviewsTables {
  camera: CameraTable;
  footage: FootageTable;
  segment: SegmentTable;
  gap: GapTable;
  track: TrackTable;
  sighting: SightingTable;
  trackerState: TrackerStateTable;
  auditEntry: AuditEntryTable;
}

/** Filled by the database when a row is written; read as `Date`. */
type RecordedAt = ColumnType<Date, Date | undefined, never>;

export interface CameraTable {
  id: string;
  /** Plate region of the place, such as `eu` or `auto`. */
  region: string;
  latitude: number | null;
  longitude: number | null;
  /** Where the camera looks: 0…360, clockwise from north. */
  headingDeg: number | null;
  /** Why the camera is there. */
  occasion: string | null;
  /** Written as JSON text. */
  zones: ColumnType<Zone[], string | undefined, string>;
  status: ColumnType<CameraStatus, CameraStatus | undefined, CameraStatus>;
  createdAt: RecordedAt;
}

/** Where `started_at` comes from. */
export const CLOCK_SOURCES = ['given', 'container', 'import'] as const;
export type ClockSource = (typeof CLOCK_SOURCES)[number];

export const FOOTAGE_STATUSES = ['importing', 'complete', 'failed'] as const;
export type FootageStatus = (typeof FOOTAGE_STATUSES)[number];

/** One imported file of one camera. */
export interface FootageTable {
  id: string;
  cameraId: string;
  fileName: string;
  /** Of the file, lower-case hexadecimal. */
  sha256: string;
  startedAt: Date;
  clockSource: ClockSource;
  durationMs: number;
  /** Known once the whole file is split. */
  segmentsTotal: number | null;
  status: FootageStatus;
  createdAt: RecordedAt;
}

export const SEGMENT_STATUSES = ['stored', 'detected', 'tracked', 'failed'] as const;
export type SegmentStatus = (typeof SEGMENT_STATUSES)[number];

/** One stored piece of video. */
export interface SegmentTable {
  id: string;
  day: UtcDay;
  cameraId: string;
  footageId: string;
  /** From 0, in the footage. */
  sequence: number;
  startedAt: Date;
  endedAt: Date;
  objectKey: string;
  byteCount: bigint;
  status: SegmentStatus;
  /** Set when `status` is `failed`. */
  failureCode: string | null;
  /** Lets a worker open this segment's object, and nothing older. */
  footageTicket: Uint8Array | null;
  factsKey: string | null;
  factsTicket: Uint8Array | null;
}

/** A span without usable video. */
export interface GapTable {
  id: string;
  day: UtcDay;
  cameraId: string;
  footageId: string;
  startedAt: Date;
  endedAt: Date;
  /** An error code, such as DECODE_FAILED. */
  cause: string;
}

/** `unknown`: only its plate was seen. */
export type TrackClass = ObjectClass | 'unknown';

/** One object in one camera's view over time. */
export interface TrackTable {
  id: string;
  day: UtcDay;
  cameraId: string;
  footageId: string;
  /** Of the best frame. */
  segmentId: string;
  /** From 1, in the footage. */
  number: number;
  objectClass: TrackClass;
  colour: Colour;
  /** 0…1 */
  colourConfidence: number;
  /** Heading in the picture: 0…360, clockwise from up; null when it stood still. */
  directionDeg: number | null;
  /** Names of the camera's zones that it stood in, as they were when it was tracked. */
  zones: ColumnType<string[], readonly string[] | undefined, readonly string[]>;
  /** Whether its plate could be read. */
  hasPlate: ColumnType<boolean, boolean | undefined, boolean>;
  firstAt: Date;
  lastAt: Date;
  bestAt: Date;
  /** Object key of the best picture, people hidden. */
  cropKey: string | null;
}

/** A plate seen by a camera at a time. The text is in `sealed` only. */
export interface SightingTable {
  id: string;
  day: UtcDay;
  cameraId: string;
  trackId: string;
  segmentId: string;
  capturedAt: Date;
  /** Of the whole plate, 0…1. */
  confidence: number;
  objectClass: TrackClass;
  colour: Colour;
  sealed: Uint8Array;
  skeletonToken: bigint;
  partTokens: ColumnType<bigint[], readonly bigint[], readonly bigint[]>;
}

/** What the tracker carries from one segment to the next. */
export interface TrackerStateTable {
  footageId: string;
  cameraId: string;
  /** The segment that comes next; all before it are in the tables. */
  nextSequence: number;
  sealed: Uint8Array;
}

/** One leaf of the audit log: written by the keeper, never changed. */
export interface AuditEntryTable {
  sequence: bigint;
  recordedAt: RecordedAt;
  leafHash: Uint8Array;
  sealedDetail: Uint8Array;
}

export type Camera = Selectable<CameraTable>;
export type NewCamera = Insertable<CameraTable>;
export type Footage = Selectable<FootageTable>;
export type NewFootage = Insertable<FootageTable>;
export type Segment = Selectable<SegmentTable>;
export type NewSegment = Insertable<SegmentTable>;
export type Gap = Selectable<GapTable>;
export type NewGap = Insertable<GapTable>;
export type Track = Selectable<TrackTable>;
export type NewTrack = Insertable<TrackTable>;
export type Sighting = Selectable<SightingTable>;
export type NewSighting = Insertable<SightingTable>;
export type TrackerStateRow = Selectable<TrackerStateTable>;
export type AuditEntry = Selectable<AuditEntryTable>;
