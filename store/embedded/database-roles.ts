import { randomBytes } from 'node:crypto';
import { chown, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { ClusterPaths } from './cluster-folder.ts';
import type { Account } from './data-folder.ts';

/** Of an embedded database, besides its superuser. */
export const EMBEDDED_ROLES = { application: 'wayside_app', keeper: 'wayside_keeper' } as const;

/**
 * Makes the role when it isn't there, with a random password that is kept beside the superuser's
 * (0600). Call it under the folder's lock.
 *
 * @returns its password
 */
export async function ensureRole(
  client: pg.Client,
  paths: ClusterPaths,
  account: Account | null,
  role: string,
): Promise<string> {
  const file = join(paths.folder, `${role}.password`);
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  const password = kept === '' ? randomBytes(24).toString('base64url') : kept;
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  const name = client.escapeIdentifier(role);
  const secret = client.escapeLiteral(password);
  if (kept === '') {
    await writeFile(file, password, { mode: 0o600 });
    if (account !== null) await chown(file, account.uid, account.gid);
  }
  if (rowCount === 0) await client.query(`create role ${name} login password ${secret}`);
  else if (kept === '') await client.query(`alter role ${name} login password ${secret}`);
  return password;
}
