import type { ErrorEntry } from './error-entry.ts';

/** What the keeper refuses, and what is wrong with what it sealed. */
export const SEALING_ERRORS = {
  APPROVER_REFUSED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy:
      'Let an admitted approver endorse the key now, or run wayside approvers admit on the keeper’s machine.',
  },
  REVIEW_REFUSED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy: 'Leave it to an auditor who neither asked for it nor approved it.',
  },
  CASE_CLOSED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 409,
    remedy: 'Open a new case; what a closed one sealed can’t be read any more.',
  },
  TICKET_INVALID: {
    retryable: false,
    exitCode: 1,
    httpStatus: 403,
    remedy: 'The job waited longer than its ticket lasts: import the footage again.',
  },
  KEEPER_UNTRUSTED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 503,
    remedy:
      'Compare keeper.fingerprint with what wayside keeper shows on the keeper’s machine; if they are equal, somebody stands in between.',
  },
  AUDIT_BROKEN: {
    retryable: false,
    exitCode: 1,
    httpStatus: 503,
    remedy:
      'The audit log is not as it was written: wayside audit verify names what was done to it.',
  },
  AUDIT_UNAVAILABLE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Nothing is answered that can’t be recorded: start the database, then ask again.',
  },
  ROLE_REFUSED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 403,
    remedy: 'Use the role token that the keeper wrote into its folder, for a call of that role.',
  },
  EXPIRED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 410,
    remedy: 'The time lies before the retention limit; its key is gone for good.',
  },
  SEAL_BROKEN: {
    retryable: false,
    exitCode: 1,
    httpStatus: 500,
    remedy: 'The stored bytes were changed or sealed under another key; restore them from a copy.',
  },
  KEEPER_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Start the keeper (wayside up) and check its socket.',
  },
  KEYRING_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 503,
    remedy: 'Restore the keyring file from its copy; without it nothing sealed can be opened.',
  },
} as const satisfies Record<string, ErrorEntry>;
