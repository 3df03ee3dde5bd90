import { WaysideError } from '../pipeline/errors.ts';

/** Where a database is, without the password: `host:port/name`. */
export function databaseAddress(url: string): string {
  const { hostname, port, pathname } = parseDatabaseUrl(url);
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
}

/** @throws {WaysideError} CONFIG_INVALID; the text itself stays out of the message (password) */
export function parseDatabaseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new WaysideError(
      'CONFIG_INVALID',
      'databaseUrl is not of the form postgres://user:password@host:port/name',
      { details: { key: 'databaseUrl' } },
    );
  }
  return parsed;
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'ENOENT',
]);

/** Connection lost or refused, login refused, no such database, shutting down, starting up. */
const UNREACHABLE_SQLSTATE = /^(08...|28...|3D000|57P0[1-5]|53300)$/;

/** node-postgres raises these without a code. */
const UNREACHABLE_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Client was closed)/;

const DISK_FULL_SQLSTATE = '53100';

/**
 * Gives the errors that a user can meet their code; everything else is returned as it came.
 *
 * @param address from {@link databaseAddress}: goes into the message
 */
export function translateDatabaseError(error: unknown, address: string): unknown {
  if (!(error instanceof Error) || error instanceof WaysideError) return error;
  const code = errorCode(error);
  if (code === DISK_FULL_SQLSTATE) {
    return new WaysideError('DISK_FULL', `the disk of the database at ${address} is full`, {
      cause: error,
      details: { address },
    });
  }
  if (
    NETWORK_CODES.has(code) ||
    UNREACHABLE_SQLSTATE.test(code) ||
    UNREACHABLE_MESSAGE.test(error.message)
  ) {
    return new WaysideError(
      'DATABASE_UNREACHABLE',
      `the database at ${address} can't be reached: ${reasonOf(error)}`,
      { cause: error, details: { address } },
    );
  }
  return error;
}

function errorCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses tried (IPv6, IPv4): Node raises one error over all of them.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) {
    return errorCode(error.errors[0]);
  }
  return '';
}

function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  return errorCode(error);
}
