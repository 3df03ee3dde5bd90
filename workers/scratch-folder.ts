import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from '../store/embedded/process-identity.ts';
import { WaysideError } from '../pipeline/errors.ts';

/** A folder for clear pictures that must not outlive the process: 0700, removed at its end. */
export interface ScratchFolder {
  readonly path: string;
  /** A new folder inside, 0700, for one piece of work; the caller removes it. */
  newFolder(): Promise<string>;
  remove(): Promise<void>;
}

const PREFIX = 'process-';

/**
 * Makes this process's own folder under `root` and removes those of processes that were killed
 * before they could do it themselves.
 * @throws WaysideError DISK_FULL, DATA_FOLDER_UNUSABLE
 */
export async function openScratchFolder(root: string): Promise<ScratchFolder> {
  const path = join(root, `${PREFIX}${process.pid}`);
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await removeOrphans(root);
    await mkdir(path, { mode: 0o700, recursive: true });
  } catch (cause) {
    const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new WaysideError(
      full ? 'DISK_FULL' : 'DATA_FOLDER_UNUSABLE',
      full ? `no space left for ${root}` : `can't make ${root}`,
      { details: { folder: root }, cause },
    );
  }
  return {
    path,
    newFolder: () => mkdtemp(join(path, 'work-')),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

async function removeOrphans(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : NaN);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if ((await processIdentity(pid)) === null) {
      await rm(join(root, name), { recursive: true, force: true });
    }
  }
}
