import type { ErrorEntry } from './error-entry.ts';

/** How long things are kept, and holds. */
export const RETENTION_ERRORS = {
  RETENTION_TOO_LONG: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy:
      'A camera keeps at most what the site keeps, up to the ceiling in wayside.yaml; no call raises that.',
  },
  HOLD_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy:
      'A hold needs a live grant of its case and two different approvers, neither of them its requester.',
  },
} as const satisfies Record<string, ErrorEntry>;
