import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { processIdentity, stillRuns } from './process-identity.ts';

const POLL_MS = 50;

/**
 * Runs `work` while no other process holds the lock file. A lock whose process died is taken over.
 * The file appears whole (written aside, then linked), so a reader never meets half of it.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, (await processIdentity(process.pid)) ?? String(process.pid), {
    mode: 0o600,
  });
  try {
    while (!(await tryLink(own, path))) {
      const holder = await readFile(path, 'utf8').catch(() => null);
      if (holder !== null && !(await stillRuns(holder))) await takeAway(path, holder);
      else await sleep(POLL_MS);
    }
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Several processes may see the same dead lock; only one that moved that very lock removes it. */
async function takeAway(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readFile(aside, 'utf8').catch(() => expected);
  // A live lock was moved by accident: put it back.
  if (moved !== expected) await tryLink(aside, path);
  await rm(aside, { force: true });
}
