import { randomBytes } from 'node:crypto';
import { open, rename, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a file that holds secrets: mode 0600, all or nothing even when the machine stops half way
 * (written aside, synced, renamed, folder synced), and then the bytes of the old file overwritten.
 * Overwriting reaches the old bytes on file systems that write in place; copy-on-write file systems,
 * flash translation and backups may keep them: docs/sealed-index.md says what to do about that.
 */
export async function replaceSecretFile(file: string, contents: string): Promise<void> {
  const aside = `${file}.new`;
  await writeSynced(aside, contents);
  const old = await openIfThere(file);
  try {
    await rename(aside, file);
    await syncFolder(path.dirname(file));
    if (old !== null) await overwrite(old);
  } finally {
    await old?.close();
  }
}

async function writeSynced(file: string, contents: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function overwrite(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  await handle.write(randomBytes(size), 0, size, 0);
  await handle.sync();
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
