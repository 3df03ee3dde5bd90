import type { ColumnType, Insertable, Selectable } from 'kysely';
import type { ObjectClass } from '../pipeline/objects/detection.ts';
import type { Colour } from '../pipeline/segment/segment-facts.ts';
import type { ClockSource } from '../pipeline/time/clock-source.ts';
import type { UtcDay } from '../pipeline/time/utc-day.ts';
import type { Line } from '../pipeline/geometry/lines.ts';
import type { PrivacyMask } from '../pipeline/geometry/privacy-masks.ts';
import type { Zone } from '../pipeline/geometry/zones.ts';
import type { AuditLogTables } from './schema/audit-log.ts';
import type { CasesTables } from './schema/cases.ts';
import type { LiveTables } from './schema/live.ts';
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
    LiveTables,
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
  /** Written as JSON text. */
  masks: ColumnType<PrivacyMask[], string | undefined, string>;
  /** Written as JSON text. */
  lines: ColumnType<Line[], string | undefined, string>;
  /** Where its stream comes from, without name and password; null: it has none, or none any more. */
  streamAddress: ColumnType<string | null, string | null | undefined, string | null>;
  /** Frames a second that are looked at; null: as the site's. */
  analysisFps: ColumnType<number | null, number | null | undefined, number | null>;
  status: ColumnType<CameraStatus, CameraStatus | undefined, CameraStatus>;
  createdAt: RecordedAt;
}

export const FOOTAGE_STATUSES = ['importing', 'complete', 'failed'] as const;
export type FootageStatus = (typeof FOOTAGE_STATUSES)[number];

export const FOOTAGE_ORIGINS = ['file', 'stream'] as const;
export type FootageOrigin = (typeof FOOTAGE_ORIGINS)[number];

/** One imported file of one camera, or one run of its stream without a break, within a UTC day. */
export interface FootageTable {
  id: string;
  cameraId: string;
  origin: ColumnType<FootageOrigin, FootageOrigin | undefined, never>;
  /** Null: a stream. */
  fileName: string | null;
  /** Of the file, lower-case hexadecimal; null: a stream. */
  sha256: string | null;
  startedAt: Date;
  clockSource: ClockSource;
  /** Of a stream: so far. */
  durationMs: number;
  /** The camera's when it was recorded. Written as JSON text. */
  masks: ColumnType<PrivacyMask[], string | undefined, never>;
  /** Of a stream: runs of later generations are looked at first (`pipeline/live/thinning.ts`). */
  generation: ColumnType<number, number | undefined, never>;
  /** Known once the whole file is split, or the stream's run is over. */
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
  /** Null: as its footage's. */
  clockSource: ColumnType<ClockSource | null, ClockSource | null | undefined, ClockSource | null>;
  storedAt: RecordedAt;
  /** Frames a second that were looked at; null: not yet, or before this was written down. */
  analysisFps: ColumnType<number | null, number | null | undefined, number | null>;
  /** That was less than was asked for: workers had fallen behind. */
  isThinned: ColumnType<boolean, boolean | undefined, boolean>;
  /** The same time on the camera's smaller stream; null: there is none. */
  detectionKey: ColumnType<string | null, string | null | undefined, string | null>;
  detectionTicket: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
  /** How much later than the segment its object begins. */
  detectionOffsetMs: ColumnType<number | null, number | null | undefined, number | null>;
}

/** A span without usable video. */
export interface GapTable {
  id: string;
  day: UtcDay;
  cameraId: string;
  /** Null: nothing was recorded. */
  footageId: string | null;
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
  /** Still in view when it was written down: the row changes until the track ends. */
  isOpen: ColumnType<boolean, boolean | undefined, boolean>;
  firstAt: Date;
  lastAt: Date;
  bestAt: Date;
  /** Of its times. */
  clockSource: ClockSource;
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
  clockSource: ClockSource;
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
