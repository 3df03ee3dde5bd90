import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { WaysideError } from '../../pipeline/errors.ts';
import { objectMissing, requireObjectKey, requireObjectPrefix } from './object-key.ts';
import type { Objects, ObjectSummary } from './objects.ts';

/** Leads with a dot, which no key does. */
const PARTIAL_FOLDER = '.partial';
/** A file that nobody has written to for this long belongs to a process that died. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * Objects as files of a folder, which is made when it isn't there. Files are written aside, flushed
 * and renamed, so no half object ever has a key; what a crash left aside is removed here.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE or DISK_FULL
 */
export async function openFolderObjects(folder: string): Promise<Objects> {
  const root = resolve(folder);
  const partial = join(root, PARTIAL_FOLDER);
  try {
    await mkdir(partial, { recursive: true, mode: 0o700 });
    await sweep(partial);
  } catch (error) {
    if (isDiskFull(error)) throw diskFull(root, error);
    throw new WaysideError(
      'DATA_FOLDER_UNUSABLE',
      `the objects' folder ${root} can't be used: ${(error as Error).message}`,
      { cause: error, details: { folder: root } },
    );
  }
  const pathOf = (key: string): string => join(root, ...requireObjectKey(key).split('/'));

  return {
    async put(key, content) {
      const path = pathOf(key);
      const aside = join(partial, randomUUID());
      try {
        await writeFlushed(aside, content);
        await makeFolderFlushed(dirname(path));
        await rename(aside, path);
        await flushFolder(dirname(path));
      } catch (error) {
        await rm(aside, { force: true });
        throw isDiskFull(error) ? diskFull(root, error) : error;
      }
    },

    async get(key) {
      try {
        const file = await open(pathOf(key), 'r');
        return file.createReadStream();
      } catch (error) {
        throw isMissing(error) ? objectMissing(key, error) : error;
      }
    },

    async delete(key) {
      await rm(pathOf(key), { force: true });
    },

    list: (prefix) => listFolder(root, join(root, requireObjectPrefix(prefix))),

    async stat(key) {
      return summaryOf(root, pathOf(key));
    },
  };
}

async function writeFlushed(path: string, content: Readable | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await writeFile(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is only durable once its folder is, and a new folder once its parent is. */
async function makeFolderFlushed(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) return;
  for (let made = folder; made.length >= firstMade.length; made = dirname(made)) {
    await flushFolder(dirname(made));
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* listFolder(root: string, folder: string): AsyncGenerator<ObjectSummary> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* listFolder(root, path);
    else {
      // Deleted since the folder was read: not there.
      const summary = await summaryOf(root, path);
      if (summary !== null) yield summary;
    }
  }
}

async function summaryOf(root: string, path: string): Promise<ObjectSummary | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return null;
    const key = relative(root, path).split(sep).join('/');
    return { key, byteCount: found.size, changedAt: found.mtime };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function sweep(partial: string): Promise<void> {
  for (const name of await readdir(partial)) {
    const path = join(partial, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(path, { force: true });
    }
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function diskFull(folder: string, cause: unknown): WaysideError {
  return new WaysideError('DISK_FULL', `no space is left on the volume of ${folder}`, {
    cause,
    details: { folder },
  });
}
