import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDatabaseAccess } from '../../../cli/database-access.ts';
import { WaysideError } from '../../../pipeline/errors.ts';

/** What `wayside up` runs: the API in one process, the keeper in its own, PostgreSQL embedded. */
export interface BenchSite {
  readonly apiUrl: string;
  /** As the application. */
  readonly databaseUrl: string;
  readonly keeperFolder: string;
  /** For other commands, which join what runs here. */
  readonly env: { readonly WAYSIDE_CONFIG: string; readonly WAYSIDE_DATA: string };
  /** Null once somebody set the site up. */
  readonly setupCode: string | null;
  stop(): Promise<void>;
}

/** Kept longer than the month that is searched, so that kept data can be measured again later. */
export const KEPT_DAYS = 90;

/**
 * The site's settings: the usual ones but for what would end a bench, which asks more than people do.
 * Limits are raised, not off: each search is still counted against them. No workers, as nothing is
 * imported.
 */
const SETTINGS = {
  workers: 0,
  retention: { days: { reads: KEPT_DAYS, tracks: KEPT_DAYS } },
  api: {
    port: 0,
    search: {
      mostExpectedMatches: 1_000_000,
      quotas: {
        searchesPerHour: 10_000_000,
        searchesPerDay: 100_000_000,
        resultsPerDay: 1_000_000_000,
      },
    },
  },
};

/**
 * Starts the site over the folder, whatever is in it.
 * @param settings what is in its wayside.yaml; left out: those of a site that is only searched
 * @throws WaysideError INTERNAL when it doesn't start
 */
export async function startBenchSite(
  folder: string,
  settings: object = SETTINGS,
): Promise<BenchSite> {
  const dataFolder = join(folder, 'data');
  await mkdir(folder, { recursive: true });
  // As root the server runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  const configFile = join(folder, 'wayside.yaml');
  // JSON is YAML.
  await writeFile(configFile, JSON.stringify(settings, null, 2));
  const env = { WAYSIDE_CONFIG: configFile, WAYSIDE_DATA: dataFolder };
  const wayside = fileURLToPath(new URL('../../../cli/wayside.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), wayside, 'up', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    },
  );
  const stop = async () => {
    await ended(child);
  };
  try {
    const { api, setupCode } = await firstLine(child);
    // Another lease on the server that the site started.
    const access = await openDatabaseAccess(
      { databaseUrl: null, ownerUrl: null, keeperUrl: null },
      dataFolder,
    );
    return {
      apiUrl: api,
      databaseUrl: access.applicationUrl,
      keeperFolder: join(dataFolder, 'keeper'),
      env,
      setupCode,
      async stop() {
        await stop();
        await access.release();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Up {
  readonly api: string;
  readonly setupCode: string | null;
}

async function firstLine(child: ChildProcess): Promise<Up> {
  const lines = createInterface({ input: child.stdout! });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => text as string),
    once(lines, 'close').then(() => null),
  ]);
  if (line === null) throw new WaysideError('INTERNAL', 'the site did not start: see above');
  return JSON.parse(line) as Up;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
