import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Account } from './data-folder.ts';

const run = promisify(execFile);
const USER = 'postgres';

/**
 * PostgreSQL refuses to run as root. As root: the account of the user `postgres`, made when it
 * isn't there. As anybody else: null, the server runs as the caller.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE when the user can't be made
 */
export async function postgresAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const found = await lookUp();
  if (found !== null) return found;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', USER]);
  } catch (error) {
    // Another process may have made it in the same moment.
    if ((await lookUp()) === null) {
      throw new WaysideError(
        'DATA_FOLDER_UNUSABLE',
        `PostgreSQL can't run as root, and the user ${USER} could not be made`,
        { cause: error },
      );
    }
  }
  return lookUp();
}

async function lookUp(): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', USER]), run('id', ['-g', USER])]);
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) };
  } catch {
    return null;
  }
}
