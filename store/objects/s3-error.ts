import { WaysideError } from '../../pipeline/errors.ts';

const MISSING_CODES = new Set(['NoSuchKey', 'NotFound']);
const FULL_CODES = new Set(['XMinioStorageFull', 'QuotaExceeded', 'XAdminBucketQuotaExceeded']);
/** Somebody has to change something: keys, rights, or the bucket's name. */
const REFUSED_CODES = new Set([
  'AccessDenied',
  'AllAccessDisabled',
  'BucketAlreadyExists',
  'IllegalLocationConstraintException',
  'InvalidAccessKeyId',
  'InvalidBucketName',
  'SignatureDoesNotMatch',
  'TooManyBuckets',
]);

/** Whether the server answered, and said that the object isn't there. */
export function isMissingObject(error: unknown): boolean {
  return MISSING_CODES.has(s3CodeOf(error));
}

/**
 * Everything else that the server or the network says: it is away, refuses the keys, has no such
 * bucket, or is full. Never carries the keys.
 *
 * @param place endpoint and bucket
 */
export function translateS3Error(error: unknown, place: string): WaysideError {
  if (error instanceof WaysideError) return error;
  const code = s3CodeOf(error);
  if (FULL_CODES.has(code)) {
    return new WaysideError('DISK_FULL', `no space is left in ${place}`, {
      cause: error,
      details: { place },
    });
  }
  const reason = error instanceof Error && error.message !== '' ? error.message : code;
  const kind = REFUSED_CODES.has(code) ? 'OBJECTS_REFUSED' : 'OBJECTS_UNREACHABLE';
  return new WaysideError(kind, `the objects in ${place}: ${reason}`, {
    cause: error,
    details: { place, code },
  });
}

/** What the server calls the error, or the system; empty: nothing. */
export function s3CodeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
