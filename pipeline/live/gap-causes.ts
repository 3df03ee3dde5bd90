import type { ErrorCode } from '../errors.ts';

/** Why a stream has no video for a while; gaps of what was recorded carry the codes of processing. */
export const STREAM_GAP_CAUSES = [
  /** Nobody answers at its address. */
  'CAMERA_UNREACHABLE',
  /** It refuses name and password. */
  'CAMERA_UNAUTHORIZED',
  /** It answers, but has no such stream, or one without pictures. */
  'CAMERA_NO_VIDEO',
  /** The connection stands, and nothing comes. */
  'CAMERA_STALLED',
  /** It closed the connection, or the cable was cut. */
  'CAMERA_DISCONNECTED',
  /** Somebody paused it. */
  'CAMERA_PAUSED',
  /** No ingest process ran. */
  'INGEST_STOPPED',
  /** What couldn't be stored reached the bound that was set. */
  'SPOOL_FULL',
  'DISK_FULL',
] as const satisfies readonly ErrorCode[];
export type StreamGapCause = (typeof STREAM_GAP_CAUSES)[number];
