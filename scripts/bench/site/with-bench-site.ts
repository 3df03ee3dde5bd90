import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startBenchSite, type BenchSite } from './bench-site.ts';

/** A site over the folder, or over a temporary one that is removed. */
export async function withBenchSite<T>(
  kept: string | undefined,
  work: (site: BenchSite, folder: string) => Promise<T>,
): Promise<T> {
  const folder =
    kept === undefined ? await mkdtemp(join(tmpdir(), 'wayside-bench-')) : resolve(kept);
  try {
    const site = await startBenchSite(folder);
    try {
      return await work(site, folder);
    } finally {
      await site.stop();
    }
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}
