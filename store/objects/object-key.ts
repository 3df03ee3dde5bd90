import { WaysideError } from '../../pipeline/errors.ts';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._=-]*$/;
/** S3 takes 1,024 bytes, folders on the usual file systems 255 a name. */
const LONGEST_KEY = 512;
const LONGEST_NAME = 200;

/**
 * Keys are names parted by `/`: letters, digits, `-`, `_`, `=` and dots that don't lead. They can't
 * leave their folder, and mean the same in a folder and on S3.
 *
 * @throws {WaysideError} INTERNAL: keys are made by the program, never by a user
 */
export function requireObjectKey(key: string): string {
  const names = key.split('/');
  const valid =
    key.length <= LONGEST_KEY &&
    names.every((name) => name.length <= LONGEST_NAME && NAME.test(name));
  if (valid) return key;
  throw new WaysideError('INTERNAL', 'not an object key', { details: { key } });
}

/** Empty, or a key followed by `/`. */
export function requireObjectPrefix(prefix: string): string {
  if (prefix === '') return prefix;
  if (prefix.endsWith('/')) {
    requireObjectKey(prefix.slice(0, -1));
    return prefix;
  }
  throw new WaysideError('INTERNAL', 'not an object prefix', { details: { prefix } });
}

/** @returns the error for a key under which nothing lies */
export function objectMissing(key: string, cause?: unknown): WaysideError {
  return new WaysideError('OBJECT_MISSING', `there is no object ${key}`, {
    details: { key },
    cause,
  });
}
