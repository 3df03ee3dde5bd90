import type { ErrorEntry } from './error-entry.ts';

const refusal = (httpStatus: number, remedy: string) =>
  ({ retryable: false, exitCode: 2, httpStatus, remedy }) satisfies ErrorEntry;

/** What can go wrong with signing in, invitations, keys and approvers. */
export const PEOPLE_ERRORS = {
  SIGN_IN_REFUSED: refusal(401, 'Check name and password; a deactivated account stays out.'),
  SECOND_FACTOR_REQUIRED: refusal(
    401,
    'Send the six digits that the authenticator shows, or a recovery code, as `code`.',
  ),
  SECOND_FACTOR_REFUSED: refusal(
    401,
    'Wait for the next code: each works once. If none does, check the clock of the authenticator.',
  ),
  SECOND_FACTOR_MISSING: refusal(403, 'Set one up first (POST /v1/me/second-factor).'),
  SECOND_FACTOR_ELSEWHERE: refusal(409, 'Set the second factor up at the OIDC provider.'),
  LOCKED_OUT: {
    retryable: true,
    exitCode: 1,
    httpStatus: 429,
    remedy: 'Wait as long as the retry-after header says; five failures in 15 minutes lock.',
  },
  PASSWORD_WEAK: refusal(422, 'Take a password of 12 characters or more that nobody would guess.'),
  SETUP_REFUSED: refusal(
    403,
    'Use the code that `wayside up` shows at its start; it works once, while there is no user.',
  ),
  INVITATION_REFUSED: refusal(
    403,
    'Ask an administrator for a new invitation: each works once, for 24 hours.',
  ),
  API_KEY_REFUSED: refusal(
    401,
    'Make a new key (POST /v1/keys): this one is unknown or was ended.',
  ),
  API_KEY_EXPIRED: refusal(401, 'Make a new key (POST /v1/keys); a key lives for a year at most.'),
  CROSS_SITE: refusal(403, 'Call from the site’s own pages, or without a browser.'),
  OIDC_REFUSED: refusal(
    401,
    'Sign in again from the start; ask an administrator for an invitation, or for a role.',
  ),
  OIDC_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 502,
    remedy: 'Check api.oidc.issuer in wayside.yaml and whether the provider answers.',
  },
  PASSPHRASE_WRONG: refusal(403, 'Give the signing passphrase, not the password.'),
  APPROVER_KEY_MISSING: refusal(409, 'Make the key first (POST /v1/approvers).'),
} as const satisfies Record<string, ErrorEntry>;
