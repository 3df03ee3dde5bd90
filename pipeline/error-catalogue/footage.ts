import type { ErrorEntry } from './error-entry.ts';

/** What can be wrong with cameras, their zones and footage that is brought in. */
export const FOOTAGE_ERRORS = {
  ZONE_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy:
      'Give each zone a name of its own and at least three corners in order, as fractions of the picture.',
  },
  MASK_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy:
      'Give each mask a name of its own and at least three corners in order, as fractions of the picture.',
  },
  LINE_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy: 'Give each line a name of its own and two different ends, as fractions of the picture.',
  },
  IMPORT_UNKNOWN: {
    retryable: false,
    exitCode: 2,
    httpStatus: 404,
    remedy: 'List the imports with GET /v1/imports.',
  },
  FOLDER_REFUSED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy: 'Give a file below a folder that imports.folders in wayside.yaml allows.',
  },
  FILE_CHANGED: {
    retryable: false,
    exitCode: 1,
    httpStatus: 409,
    remedy: 'The file is not the one that was named: leave it alone until its import is split.',
  },
  TRACK_UNKNOWN: {
    retryable: false,
    exitCode: 2,
    httpStatus: 404,
    remedy: 'Search again: the track expired, or there never was one of this id.',
  },
} as const satisfies Record<string, ErrorEntry>;
