import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRoleToken } from '../../keeper/client/keeper-folder.ts';
import { openServices, type OpenServices } from '../../workers/compose.ts';
import type { WorkerConfig } from '../../workers/config.ts';
import { startWorkers, type Workers } from '../../workers/start-workers.ts';
import type { UserActor } from '../auth/actor.ts';
import { apiConfigFrom } from '../config.ts';
import type { ClipAnswer } from '../pictures/clip-schemas.ts';
import { startCaseSite, type CaseSite } from './case-site.ts';
import { startTestApi, type TestApi } from './test-api.ts';

/** What routes of pictures, clips and searches answer; a test reads what its own call gives. */
export interface PictureBody extends ClipAnswer {
  readonly code: string;
  readonly items: readonly {
    readonly id: string;
    readonly sightingId: string;
    readonly trackId: string;
  }[];
}

/** A site of several people with one real worker: what is imported can be looked at. */
export interface PictureSite {
  readonly site: CaseSite;
  readonly api: TestApi;
  readonly services: OpenServices;
  readonly workers: Workers;
  /** As `CaseSite.ask`, with bytes. */
  get(
    who: UserActor,
    url: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; bytes: Buffer; headers: Record<string, unknown> }>;
  ask(
    who: UserActor,
    method: 'GET' | 'POST',
    url: string,
    body?: object,
  ): Promise<{ status: number; body: PictureBody; bytes: Buffer }>;
  stop(): Promise<void>;
}

export async function startPictureSite(): Promise<PictureSite> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-pictures-'));
  await chmod(folder, 0o700);
  const site = await startCaseSite();
  const { databaseUrl } = site.keeper.config;
  const config: WorkerConfig = {
    services: {
      databaseUrl,
      jobs: { url: databaseUrl, namespace: `jobs_${randomUUID().replaceAll('-', '')}` },
      objects: { kind: 'folder', path: join(folder, 'objects') },
      keeper: {
        address: site.keeper.keeper.socketPath,
        workerToken: await readRoleToken(site.keeper.config.folder, 'worker'),
      },
      scratchFolder: join(folder, 'scratch'),
    },
    threads: 1,
    analysisFps: 4,
    customPlates: [],
  };
  const services = await openServices(config.services, { applicationName: 'wayside test' });
  const workers = await startWorkers(config, 1);
  const api = await startTestApi({
    db: site.db,
    keeper: site.keeper.operator,
    objects: services.objects,
    queues: services.queues,
    config: apiConfigFrom(undefined),
  });
  const send = async (
    who: UserActor,
    method: 'GET' | 'POST',
    url: string,
    more: { payload?: object; headers?: Readonly<Record<string, string>> },
  ) => {
    api.actAs(who);
    const { payload, headers = {} } = more;
    return api.app.inject({ method, url, headers, ...(payload && { payload }) });
  };
  return {
    site,
    api,
    services,
    workers,
    async get(who, url, headers) {
      const answer = await send(who, 'GET', url, headers ? { headers } : {});
      return { status: answer.statusCode, bytes: answer.rawPayload, headers: answer.headers };
    },
    async ask(who, method, url, body) {
      const answer = await send(who, method, url, body ? { payload: body } : {});
      const json = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        body: (json ? answer.json() : {}) as PictureBody,
        bytes: answer.rawPayload,
      };
    },
    async stop() {
      await api.close();
      await workers.stop();
      await services.close();
      await site.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
