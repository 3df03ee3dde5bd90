import { readdir } from 'node:fs/promises';

/** Video and other things that wait in the spool to be stored, and recordings that were never taken up. */
export async function waitingInSpool(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter((name) => /(\d{12}\.[a-z]+|\.mkv)$/.test(name));
}
