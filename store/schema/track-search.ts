import type { Insertable, Selectable } from 'kysely';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';

export interface TrackSearchTables {
  trackHourCount: TrackHourCountTable;
  trackDayCount: TrackDayCountTable;
  footageImport: FootageImportTable;
}

export const CAMERA_STATUSES = ['active', 'paused'] as const;
export type CameraStatus = (typeof CAMERA_STATUSES)[number];

/** Tracks of one camera that began in one hour, counted by cell. */
export interface TrackHourCountTable {
  cameraId: string;
  /** Empty: the whole picture; else those of them that were in the zone. */
  zone: string;
  hourAt: Date;
  /** As `packCounts` makes them. */
  cells: Uint8Array;
}

/** The sum of a UTC day's hours. */
export interface TrackDayCountTable {
  cameraId: string;
  zone: string;
  day: UtcDay;
  cells: Uint8Array;
}

/** `split`: all its segments are stored; how far they are is told by the footage of the same id. */
export const IMPORT_STATUSES = ['waiting', 'splitting', 'split', 'failed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A file that someone asked to bring in. Its id is that of the footage it becomes. */
export interface FootageImportTable {
  id: string;
  cameraId: string;
  source: 'upload' | 'path';
  fileName: string;
  /** Of the file, lower-case hexadecimal. */
  sha256: string;
  byteCount: bigint;
  /** As the user said; null where they left it to the file. */
  givenStartedAt: Date | null;
  /** Where the file lies, with every link resolved; null for an upload. */
  path: string | null;
  /** The sealed upload, until it is split. */
  objectKey: string | null;
  objectTicket: Uint8Array | null;
  /** Set when splitting starts, so that a later try cuts at the same places. */
  segmentMs: number | null;
  status: ImportStatus;
  /** Both set when `status` is `failed`. */
  failureCode: string | null;
  failureMessage: string | null;
  /** Sign-in name or key's label. */
  requestedBy: string;
  createdAt: Date;
}

export type FootageImport = Selectable<FootageImportTable>;
export type NewFootageImport = Insertable<FootageImportTable>;
