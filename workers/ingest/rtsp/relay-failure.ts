import type { StreamGapCause } from '../../../pipeline/live/gap-causes.ts';

/** Why a camera gives no video, or no more. */
export interface RelayFailure {
  readonly cause: Extract<
    StreamGapCause,
    | 'CAMERA_UNREACHABLE'
    | 'CAMERA_UNAUTHORIZED'
    | 'CAMERA_NO_VIDEO'
    | 'CAMERA_STALLED'
    | 'CAMERA_DISCONNECTED'
  >;
  /** For a person: never with name or password. */
  readonly message: string;
}
