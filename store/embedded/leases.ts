import { randomUUID } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity, stillRuns } from './process-identity.ts';

/** Writes down that this process uses the server. Call it under the folder's lock. */
export async function takeLease(folder: string): Promise<string> {
  const path = join(folder, randomUUID());
  const identity = (await processIdentity(process.pid)) ?? String(process.pid);
  await writeFile(path, identity, { mode: 0o600 });
  return path;
}

/** How many live processes use the server; leases of processes that died are removed. */
export async function countLeases(folder: string): Promise<number> {
  let live = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const identity = await readFile(path, 'utf8').catch(() => '');
    if (await stillRuns(identity)) live += 1;
    else await rm(path, { force: true });
  }
  return live;
}
