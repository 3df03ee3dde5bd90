import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { processIdentity, stillRuns } from '../embedded/process-identity.ts';
import { stopEmbeddedPostgres } from '../embedded-postgres.ts';

const PREFIX = 'wayside-test-run-';

/**
 * One PostgreSQL for a whole vitest run: started by the first suite that asks for it, stopped and
 * removed here. What an earlier run that was killed left behind is removed too.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepDeadRuns();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  // As root the server runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  await writeFile(join(folder, 'owner'), (await processIdentity(process.pid)) ?? '');
  project.provide('testPostgresFolder', join(folder, 'data'));
  return () => remove(folder);
}

async function sweepDeadRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const owner = await readFile(join(folder, 'owner'), 'utf8').catch(() => null);
    if (owner !== null && !(await stillRuns(owner))) await remove(folder);
  }
}

async function remove(folder: string): Promise<void> {
  await stopEmbeddedPostgres(join(folder, 'data'));
  await rm(folder, { recursive: true, force: true });
}
