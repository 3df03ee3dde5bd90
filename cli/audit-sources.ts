import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { keeperPaths } from '../keeper/client/keeper-folder.ts';
import { parseVerifierKey, type NoteKey } from '../keeper/client/log/signed-note.ts';
import { openAuditDatabase, type AuditDatabase } from '../keeper/audit/audit-database.ts';
import { openAuditKeys, type AuditKeys } from '../keeper/audit/audit-keys.ts';
import { WaysideError } from '../pipeline/errors.ts';
import { chooseDataFolder } from '../store/embedded/data-folder.ts';
import type { Config } from './config.ts';
import { openDatabaseAccess } from './database-access.ts';

/** Where commands find what is written down of the audit log, whether a keeper runs or not. */
export function auditPaths(config: Config) {
  const dataFolder = config.dataFolder === null ? chooseDataFolder() : resolve(config.dataFolder);
  return { dataFolder, ...keeperPaths(join(dataFolder, 'keeper')) };
}

/**
 * Works on the log's tables with the keeper's rights, and lets the database go.
 * @throws WaysideError as `openDatabaseAccess` does, AUDIT_UNAVAILABLE
 */
export async function withAuditDatabase<T>(
  config: Config,
  work: (database: AuditDatabase) => Promise<T>,
): Promise<T> {
  const access = await openDatabaseAccess(config, auditPaths(config).dataFolder);
  try {
    const database = openAuditDatabase(access.keeperUrl);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await access.release();
  }
}

/** Null when they aren't here or this user may not read them. Throws KEYRING_INVALID for damaged ones. */
export async function localAuditKeys(file: string): Promise<AuditKeys | null> {
  return (await textIfReadable(file)) === null ? null : openAuditKeys(file);
}

export async function textIfReadable(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

/** A verifier key, or a file that holds one. Throws USAGE. */
export async function verifierKeyFrom(text: string): Promise<NoteKey> {
  const inFile = await textIfReadable(text);
  return parseVerifierKey((inFile ?? text).trim());
}

/** Throws FILE_MISSING. */
export async function checkpointFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new WaysideError('FILE_MISSING', `the checkpoint ${file} can't be read`, { cause });
  }
}
