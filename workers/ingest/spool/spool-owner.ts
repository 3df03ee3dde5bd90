import { stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { processIdentity, stillRuns } from '../../../store/embedded/process-identity.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** Whose a process's folder in the spool is. */
const Owner = Type.Object({ host: Type.String(), identity: Type.String() });

const OWNER_FILE = 'owner.json';
const NOBODY = 'nobody';
/** Of a process on another machine or in another container nothing is known but that it touches its file. */
const DEAD_AFTER_MS = 60_000;

export async function takeOwnership(folder: string, host: string): Promise<void> {
  const identity = (await processIdentity(process.pid)) ?? String(process.pid);
  await writeJsonFile(join(folder, OWNER_FILE), { host, identity });
}

/** Whatever is in the folder may be taken over at once. */
export async function endOwnership(folder: string, host: string): Promise<void> {
  await writeJsonFile(join(folder, OWNER_FILE), { host, identity: NOBODY });
}

export async function showLife(folder: string): Promise<void> {
  const now = new Date();
  await utimes(join(folder, OWNER_FILE), now, now);
}

/** Whether nobody writes into the folder any more. */
export async function isAbandoned(folder: string, host: string): Promise<boolean> {
  const path = join(folder, OWNER_FILE);
  const found = await stat(path).catch(() => null);
  const silentMs = Date.now() - (found ?? (await stat(folder))).mtimeMs;
  const owner = await readJsonFile(path, Owner);
  if (owner?.host === host) return !(await stillRuns(owner.identity));
  return silentMs > DEAD_AFTER_MS;
}
