import type { ColumnType, Insertable, Selectable } from 'kysely';
import type { ThinningLevel } from '../../pipeline/live/thinning.ts';
import type { ClockSource } from '../../pipeline/time/clock-source.ts';

export interface LiveTables {
  ingestProcess: IngestProcessTable;
  cameraState: CameraStateTable;
  thinning: ThinningTable;
}

/** One row: how much less of the live cameras is looked at than was asked for, and why. */
export interface ThinningTable {
  id: ColumnType<boolean, never, never>;
  level: ThinningLevel;
  since: Date;
  /** Whether it was at a higher level before. */
  lowered: boolean;
  /** Since when the backlog is small. */
  calmSince: Date | null;
  /** It has to stay small for so long before the level goes down. */
  holdMs: number;
  /** Runs of streams that begin now belong to it: of later generations, video is looked at first. */
  generation: number;
  /** As it was when somebody looked last. */
  backlogMs: number;
  lookedAt: Date;
}

/** A process that records cameras, for as long as it says so. */
export interface IngestProcessTable {
  id: string;
  host: string;
  renewedAt: ColumnType<Date, Date | undefined, Date>;
}

export const CAMERA_STATES = ['connecting', 'recording', 'failing', 'paused', 'stopped'] as const;
export type CameraState = (typeof CAMERA_STATES)[number];

/** What became of a camera's stream, as the ingest process that holds it said last. */
export interface CameraStateTable {
  cameraId: string;
  /** The ingest process that records it; another may take it after `heldUntil`. */
  holder: string | null;
  heldUntil: Date | null;
  state: CameraState;
  /** Of `failing`: an error code. */
  cause: string | null;
  /** Since when it is in this state. */
  since: Date;
  clockSource: ClockSource | null;
  /** As ffmpeg calls it, such as h264; null until video came. */
  codec: string | null;
  widthPx: number | null;
  heightPx: number | null;
  /** End of the last segment that was stored. */
  lastSegmentAt: Date | null;
  /** Why the smaller stream isn't recorded with it: an error code; null: it is, or there is none. */
  detectionCause: string | null;
  updatedAt: ColumnType<Date, Date | undefined, Date>;
}

export type CameraStateRow = Selectable<CameraStateTable>;
export type NewCameraState = Insertable<CameraStateTable>;
