import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';

/**
 * The file's real place, every link and `..` resolved, which has to be below one of the folders.
 * @throws WaysideError FOLDER_REFUSED, also for what isn't there outside of them: nothing is told of it;
 *   FILE_MISSING, FILE_UNREADABLE for what isn't a file inside of them
 */
export async function allowedPath(path: string, folders: readonly string[]): Promise<string> {
  const refused = new WaysideError('FOLDER_REFUSED', 'the file is not below an allowed folder');
  if (!isAbsolute(path) || path.includes('\0')) throw refused;
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  const isBelow = (place: string) => roots.some((root) => root !== null && liesBelow(root, place));
  let real: string;
  try {
    real = await realpath(path);
  } catch (cause) {
    // Whether it exists is told of what is named inside an allowed folder only.
    if (path.split(sep).includes('..') || !folders.some((folder) => liesBelow(folder, path))) {
      throw refused;
    }
    throw new WaysideError('FILE_MISSING', 'there is no such file', { cause });
  }
  if (!isBelow(real)) throw refused;
  if (!(await stat(real)).isFile()) throw new WaysideError('FILE_UNREADABLE', 'it is not a file');
  return real;
}

function liesBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
