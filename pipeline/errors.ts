import { ACCESS_ERRORS } from './error-catalogue/access.ts';
import type { ErrorEntry } from './error-catalogue/error-entry.ts';
import { FOOTAGE_ERRORS } from './error-catalogue/footage.ts';
import { LIVE_ERRORS } from './error-catalogue/live.ts';
import { MEDIA_ERRORS } from './error-catalogue/media.ts';
import { PEOPLE_ERRORS } from './error-catalogue/people.ts';
import { PICTURE_ERRORS } from './error-catalogue/pictures.ts';
import { RETENTION_ERRORS } from './error-catalogue/retention.ts';
import { SEALING_ERRORS } from './error-catalogue/sealing.ts';
import { SEARCH_ERRORS } from './error-catalogue/search.ts';
import { SERVICE_ERRORS } from './error-catalogue/services.ts';

/**
 * The one error catalogue. Every failure a user can meet has a code here, with whether trying again
 * may help and what to do about it. Messages name the thing; they never carry plate text.
 */
export const ERROR_CATALOGUE = {
  ...SERVICE_ERRORS,
  ...MEDIA_ERRORS,
  ...SEARCH_ERRORS,
  ...SEALING_ERRORS,
  ...ACCESS_ERRORS,
  ...FOOTAGE_ERRORS,
  ...PEOPLE_ERRORS,
  ...PICTURE_ERRORS,
  ...RETENTION_ERRORS,
  ...LIVE_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export class WaysideError extends Error {
  readonly code: ErrorCode;
  /** Machine-readable particulars (file, expected, actual…). Never plate text. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WaysideError';
    this.code = code;
    this.details = options.details ?? {};
  }

  get retryable(): boolean {
    return ERROR_CATALOGUE[this.code].retryable;
  }

  get httpStatus(): number {
    return ERROR_CATALOGUE[this.code].httpStatus;
  }

  get exitCode(): 1 | 2 {
    return ERROR_CATALOGUE[this.code].exitCode;
  }

  get remedy(): string {
    return ERROR_CATALOGUE[this.code].remedy;
  }
}

/** INTERNAL for what nobody gave a code. */
export function errorCodeOf(error: unknown): ErrorCode {
  return error instanceof WaysideError ? error.code : 'INTERNAL';
}
