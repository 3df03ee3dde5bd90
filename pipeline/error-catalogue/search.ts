import type { ErrorEntry } from './error-entry.ts';

/** What can be wrong with a question, or with the right to ask it. */
export const SEARCH_ERRORS = {
  PATTERN_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 400,
    remedy: 'Use letters, digits, ? for one character and * for any number.',
  },
  PATTERN_TOO_WIDE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy:
      'Give at least two known characters in a row at one end, or narrow the time span and cameras.',
  },
  REGION_UNKNOWN: {
    retryable: false,
    exitCode: 2,
    httpStatus: 400,
    remedy: 'Use one of the regions that read --help lists.',
  },
  CAMERA_UNKNOWN: {
    retryable: false,
    exitCode: 2,
    httpStatus: 404,
    remedy: 'List the cameras with: wayside cameras.',
  },
  TIME_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 400,
    remedy: 'Give an ISO 8601 time with an offset, such as 2026-05-01T10:00:00Z.',
  },
  CASE_REQUIRED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 400,
    remedy: 'Give --case NAME and --reason TEXT; both are recorded.',
  },
  GRANT_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy:
      'Ask for a grant that is approved, unexpired and wide enough (POST /v1/cases/:id/grants).',
  },
  QUOTA_EXCEEDED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 429,
    remedy: 'Search again later; the limits are in api.search.quotas of wayside.yaml.',
  },
} as const satisfies Record<string, ErrorEntry>;
