import { createApp } from '../api/app.ts';
import { renewSetupCode } from '../api/people/setup-code.ts';
import { reviewRegularly } from '../api/reviews/keep-reviewing.ts';
import { serve, type ApiServer } from '../api/serve.ts';
import type { Config } from './config.ts';
import type { House } from './house.ts';
import { errorRecord } from './output.ts';

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
  const server = await serve(app, config.api);
  const reviews = reviewRegularly(
    { db, keeper: operator, settings: config.reviews, nowMs: Date.now },
    (error) => {
      app.log.error({ failure: errorRecord(error).code }, 'the audit log was not reviewed');
    },
  );
  return {
    url: server.url,
    setupCode,
    async close() {
      await reviews.stop();
      await server.close();
    },
  };
}
