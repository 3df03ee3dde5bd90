import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { readRoleToken } from '../../keeper/client/keeper-folder.ts';
import { retentionSettingsFrom } from '../../store/retention/retention-settings.ts';
import { openServices } from '../../workers/compose.ts';
import { createApp } from '../app.ts';
import { SCOPES, type Actor, type Role } from '../auth/actor.ts';
import { apiConfigFrom } from '../config.ts';
import type { ApiContext } from '../context.ts';
import { startCaseSite, type CaseSite } from './case-site.ts';

/** Everybody who may come to the door. */
export const CALLER_NAMES = [
  ...['rosa', 'tom', 'ada', 'ben', 'otto', 'ines', 'adam', 'key', 'nobody'],
] as const;
export type CallerName =
  'rosa' | 'tom' | 'ada' | 'ben' | 'otto' | 'ines' | 'adam' | 'key' | 'nobody';

const ROLE_OF: Readonly<Partial<Record<CallerName, Role>>> = {
  ...{ rosa: 'analyst', tom: 'analyst', ada: 'approver', ben: 'approver', otto: 'auditor' },
  ...{ ines: 'integrator', adam: 'administrator' },
};

/** A whole site without workers: what is queued stays queued. */
export interface WholeSite {
  readonly site: CaseSite;
  readonly context: ApiContext;
  readonly callers: Readonly<Record<CallerName, Actor | null>>;
  /** Where what is sealed, and what is worked on, lies. */
  readonly folder: string;
  readonly logLines: readonly string[];
  /** An application over the site, to which the caller is said by `send`; the real door without. */
  open(prepare?: (app: FastifyInstance) => void): Promise<Door>;
  stop(): Promise<void>;
}

export interface Door {
  readonly app: FastifyInstance;
  /** As the caller; as whoever the headers prove where there is none. */
  send(caller: CallerName | null, request: InjectOptions): Promise<LightMyRequestResponse>;
}

const MANY = 10_000_000;
const CALLER_HEADER = 'x-test-caller';

export async function startWholeSite(): Promise<WholeSite> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-whole-'));
  await chmod(folder, 0o700);
  const importFolder = join(folder, 'to-import');
  await mkdir(importFolder);
  const site = await startCaseSite();
  const { databaseUrl, folder: keeperFolder } = site.keeper.config;
  const services = await openServices(
    {
      databaseUrl,
      jobs: { url: databaseUrl, namespace: `jobs_${randomUUID().replaceAll('-', '')}` },
      objects: { kind: 'folder', path: join(folder, 'objects') },
      keeper: {
        address: site.keeper.keeper.socketPath,
        workerToken: await readRoleToken(keeperFolder, 'worker'),
      },
      scratchFolder: join(folder, 'scratch'),
    },
    { applicationName: 'wayside test' },
  );
  const rateLimits = { perAddressPerMinute: MANY, perCallerPerMinute: MANY };
  const quotas = { searchesPerHour: MANY, searchesPerDay: MANY, resultsPerDay: MANY };
  const context: ApiContext = {
    db: site.db,
    objects: services.objects,
    keeper: site.keeper.operator,
    sealer: site.keeper.worker,
    queues: services.queues,
    config: apiConfigFrom({ rateLimits, search: { quotas } }),
    scratchFolder: services.scratch.path,
    retention: retentionSettingsFrom(),
    importFolders: [importFolder],
    nowMs: Date.now,
  };
  const callers = await everybody(site);
  const logLines: string[] = [];
  const apps: FastifyInstance[] = [];
  const log = { write: (line: string) => void logLines.push(line) };

  return {
    site,
    context,
    callers,
    folder,
    logLines,
    async open(prepare) {
      const door = await createApp(context, { log });
      const app = await createApp(context, {
        log,
        ...(prepare && { prepare }),
        authenticate: ({ headers }) => {
          const actor = callers[(headers[CALLER_HEADER] ?? 'nobody') as CallerName];
          const fresh = { authenticatedAtMs: Date.now() };
          return Promise.resolve(actor?.kind === 'user' ? { ...actor, ...fresh } : actor);
        },
      });
      apps.push(door, app);
      return {
        app,
        send: (caller, request) =>
          caller === null
            ? door.inject(request)
            : app.inject({ ...request, headers: { ...request.headers, [CALLER_HEADER]: caller } }),
      };
    },
    async stop() {
      for (const app of apps) await app.close();
      await services.close();
      await site.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function everybody(site: CaseSite): Promise<Record<CallerName, Actor | null>> {
  const people: [string, Actor | null][] = [['nobody', null]];
  for (const [name, role] of Object.entries(ROLE_OF)) {
    people.push([name, await site.person(role, name)]);
  }
  const scopes = [...SCOPES];
  people.push([
    'key',
    { kind: 'key', keyId: randomUUID(), name: 'a key', role: 'integrator', scopes },
  ]);
  return Object.fromEntries(people) as Record<CallerName, Actor | null>;
}
