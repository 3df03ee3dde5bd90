import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedPostgres, type EmbeddedPostgres } from '../../store/embedded-postgres.ts';
import type { BackendService } from './backend-service.ts';

/** A PostgreSQL of the test's own; it comes back on the same port with the same password. */
export async function startPostgres(): Promise<BackendService & { readonly databaseUrl: string }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'wayside-postgres-'));
  await chmod(dataFolder, 0o711);
  let server: EmbeddedPostgres = await openEmbeddedPostgres({ dataFolder });
  return {
    name: 'PostgreSQL',
    jobsUrl: server.url,
    databaseUrl: server.url,
    async start() {
      server = await openEmbeddedPostgres({ dataFolder });
    },
    stop: () => server.release(),
    async close() {
      await server.release();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
