import type { ErrorEntry } from './error-entry.ts';

/** What can be wrong with a camera's stream and with recording it; most are causes of gaps. */
export const LIVE_ERRORS = {
  CAMERA_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy: 'Check the camera’s power, cable and address; it is tried again by itself.',
  },
  CAMERA_UNAUTHORIZED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy: 'Correct the camera’s user or password in wayside.yaml; it is tried again by itself.',
  },
  CAMERA_NO_VIDEO: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy:
      'Check the path in the camera’s address: there is no such stream, or none with pictures.',
  },
  CAMERA_STALLED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy:
      'The camera sends nothing though it is connected: restart it. It is tried again by itself.',
  },
  CAMERA_DISCONNECTED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy: 'The camera ended the connection; it is tried again by itself.',
  },
  CAMERA_PAUSED: {
    retryable: false,
    exitCode: 1,
    httpStatus: 409,
    remedy: 'Resume it: wayside cameras resume ID, or PATCH /v1/cameras/ID.',
  },
  INGEST_STOPPED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Start wayside up or wayside ingest: nothing records the cameras while none runs.',
  },
  SPOOL_FULL: {
    retryable: true,
    exitCode: 1,
    httpStatus: 507,
    remedy:
      'Bring database and object store back, or raise spool.mostBytes; recording goes on then.',
  },
  DETECTION_STREAM_LATE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy:
      'Set the smaller stream’s keyframes to one a second: the main one is looked at from end to end meanwhile.',
  },
  DETECTION_STREAM_CLOCK: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy:
      'The camera tells the time of one of its two streams only; turn RTCP sender reports on for both.',
  },
  SEGMENT_LOST: {
    retryable: false,
    exitCode: 1,
    httpStatus: 410,
    remedy:
      'Nothing brings it back: it was recorded and never stored, as when a machine is lost with its spool.',
  },
} as const satisfies Record<string, ErrorEntry>;
