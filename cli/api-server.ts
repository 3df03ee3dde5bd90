import { createApp } from '../api/app.ts';
import { renewSetupCode } from '../api/people/setup-code.ts';
import { serve, type ApiServer } from '../api/serve.ts';
import type { Config } from './config.ts';
import type { House } from './house.ts';

export interface HouseApi extends ApiServer {
  /** Makes the first administrator; null once there are users. */
  readonly setupCode: string | null;
}

/**
 * The API over a house, listening.
 * @param onLog hears a JSON line for each request that failed, and with `verbose` for every one.
 * @throws WaysideError CONFIG_INVALID, DATABASE_UNREACHABLE
 */
export async function startApi(
  { services, operator }: House,
  config: Config,
  onLog: (line: string) => void,
  verbose = false,
): Promise<HouseApi> {
  const { db, objects, keeper: sealer, queues, scratch } = services;
  const setupCode = await renewSetupCode(db);
  const app = await createApp(
    {
      db,
      objects,
      keeper: operator,
      sealer,
      queues,
      config: config.api,
      scratchFolder: await scratch.newFolder(),
      retention: config.retention,
      importFolders: config.importFolders,
      nowMs: Date.now,
    },
    {
      log: {
        level: verbose ? 'info' : 'error',
        write: (line) => {
          onLog(line.trimEnd());
        },
      },
    },
  );
  return { ...(await serve(app, config.api)), setupCode };
}
