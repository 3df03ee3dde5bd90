import { setTimeout as sleep } from 'node:timers/promises';
import { connectKeeper } from '../keeper/client/keeper-client.ts';
import { keeperPaths, readRoleToken } from '../keeper/client/keeper-folder.ts';
import type { KeeperConfig } from '../keeper/keeper-config.ts';
import { spawnKeeper, type EmbeddedKeeper } from '../keeper/spawn.ts';
import { WaysideError } from '../pipeline/errors.ts';

/** The one keeper of a data folder, whichever command started it. */
export interface SharedKeeper {
  readonly socketPath: string;
  /** Whether this process started the one that runs now. */
  readonly own: boolean;
  stop(): Promise<void>;
}

const WATCH_MS = 1000;
const START_RACES = 5;

/**
 * Joins the keeper that answers in the folder, or starts one. If the command that started it ends
 * while this one still runs, this one starts it again; clients wait that long by themselves.
 * @throws WaysideError as `spawnKeeper` does
 */
export async function openSharedKeeper(config: KeeperConfig): Promise<SharedKeeper> {
  const socketPath = config.socketPath ?? keeperPaths(config.folder).socket;
  const stopping = new AbortController();
  let own = await joinOrStart(config, socketPath);

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await sleep(WATCH_MS, undefined, { signal: stopping.signal, ref: false });
      if (own !== null || (await answers(config.folder, socketPath))) continue;
      // A failure here is met again, and told, by whoever calls the keeper next.
      own = await joinOrStart(config, socketPath).catch(() => null);
    }
  };
  const watching = watch().catch(() => undefined);

  return {
    socketPath,
    get own() {
      return own !== null;
    },
    async stop() {
      stopping.abort();
      await watching;
      await own?.stop();
      own = null;
    },
  };
}

/** Null when another process's keeper answers. */
async function joinOrStart(
  config: KeeperConfig,
  socketPath: string,
): Promise<EmbeddedKeeper | null> {
  for (let attempt = 1; ; attempt++) {
    if (await answers(config.folder, socketPath)) return null;
    try {
      return await spawnKeeper({ ...config, socketPath });
    } catch (error) {
      // Two commands started at once, and the other was first.
      const raced = await answers(config.folder, socketPath);
      if (raced) return null;
      if (attempt === START_RACES || !(error instanceof WaysideError)) throw error;
      if (error.code !== 'KEEPER_UNREACHABLE') throw error;
    }
  }
}

async function answers(folder: string, socketPath: string): Promise<boolean> {
  let client;
  try {
    const token = await readRoleToken(folder, 'worker');
    client = connectKeeper({ address: socketPath, role: 'worker', token, retryForMs: 0 });
    await client.status();
    return true;
  } catch {
    return false;
  } finally {
    client?.close();
  }
}
