import type { ErrorEntry } from './error-entry.ts';

/** Pictures and clips on their way out. */
export const PICTURE_ERRORS = {
  REDACTION_MISSING: {
    retryable: false,
    exitCode: 1,
    httpStatus: 409,
    remedy: 'Nothing leaves without a record of what was hidden: import the footage again.',
  },
  PICTURE_MISSING: {
    retryable: false,
    exitCode: 1,
    httpStatus: 404,
    remedy:
      'There is no such picture: people get none, pictures expire before tracks do, and some that are older than a mask of their camera don’t leave.',
  },
  CLIP_NOT_READY: {
    retryable: true,
    exitCode: 1,
    httpStatus: 409,
    remedy: 'Wait until its status is done; one that failed says why, and can be asked for again.',
  },
  FOOTAGE_NONE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 404,
    remedy: 'See GET /v1/coverage for what the camera saw; footage expires before reads may do.',
  },
  UNMASKING_REFUSED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy: 'Ask for a grant with unmask, and say in at least 20 characters why.',
  },
  ENCODE_FAILED: {
    retryable: false,
    exitCode: 1,
    httpStatus: 500,
    remedy: 'Check that ffmpeg has libx264: wayside doctor.',
  },
} as const satisfies Record<string, ErrorEntry>;
