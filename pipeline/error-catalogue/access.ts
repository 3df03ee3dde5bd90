import type { ErrorEntry } from './error-entry.ts';

/** What the API refuses to a person or a key. */
export const ACCESS_ERRORS = {
  NOT_FOUND: {
    retryable: false,
    exitCode: 2,
    httpStatus: 404,
    remedy: 'Check the address and the id; see /docs for the routes.',
  },
  NOT_SIGNED_IN: {
    retryable: false,
    exitCode: 2,
    httpStatus: 401,
    remedy: 'Sign in (POST /v1/session), or send an API key as a bearer token.',
  },
  SIGN_IN_AGAIN: {
    retryable: false,
    exitCode: 2,
    httpStatus: 401,
    remedy: 'Prove again who you are (POST /v1/session/proof), then repeat the call.',
  },
  FORBIDDEN: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy: 'Ask someone whose role allows it; roles do not add up.',
  },
  RATE_LIMITED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 429,
    remedy: 'Wait as long as the retry-after header says.',
  },
  BODY_TOO_LARGE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 413,
    remedy: 'Send less at once; the limits are in /docs.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 415,
    remedy: 'Send application/json, or multipart/form-data where /docs says so.',
  },
  CONFLICT: {
    retryable: false,
    exitCode: 2,
    httpStatus: 409,
    remedy: 'Read the thing again: it changed, or is there already.',
  },
} as const satisfies Record<string, ErrorEntry>;
