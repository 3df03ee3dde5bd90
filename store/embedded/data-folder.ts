import { chmod, mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';

/** Who a program runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `WAYSIDE_DATA`, else `/var/lib/wayside` for root, else the user's data home. Absolute. */
export function chooseDataFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  uid: number | undefined = process.getuid?.(),
): string {
  if (env.WAYSIDE_DATA) return resolve(env.WAYSIDE_DATA);
  if (uid === 0) return '/var/lib/wayside';
  if (env.XDG_DATA_HOME) return resolve(env.XDG_DATA_HOME, 'wayside');
  return join(env.HOME ?? homedir(), '.local', 'share', 'wayside');
}

/**
 * Makes the folder when it isn't there, so that others can pass through it but not list it.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE naming the folder that stands in the way
 */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o755 });
    if (made !== undefined) await chmod(folder, 0o711);
    if (!(await stat(folder)).isDirectory()) throw new Error('it is not a folder');
  } catch (error) {
    throw new WaysideError(
      'DATA_FOLDER_UNUSABLE',
      `the data folder ${folder} can't be made: ${(error as Error).message}`,
      { cause: error, details: { folder } },
    );
  }
}

/**
 * The first folder on the way from the root down to `path` that the account can't pass through;
 * null when there is none. Access lists are not looked at, only modes and owners.
 */
export async function firstClosedFolder(path: string, account: Account): Promise<string | null> {
  const chain: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    chain.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of chain) {
    const { mode, uid, gid } = await stat(folder);
    if (account.uid === 0) continue;
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return null;
}
