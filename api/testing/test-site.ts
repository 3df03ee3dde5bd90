import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Kysely } from 'kysely';
import { startTestKeeper, type TestKeeper } from '../../keeper/testing/test-keeper.ts';
import { openDatabase } from '../../store/database.ts';
import type { Schema } from '../../store/schema.ts';
import { createApp } from '../app.ts';
import type { Role } from '../auth/actor.ts';
import { apiConfigFrom, type ApiConfig } from '../config.ts';
import type { ApiContext } from '../context.ts';
import { renewSetupCode } from '../people/setup-code.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
}

/** Keeps cookies as a browser does; sends no header that a browser would. */
export interface Visitor {
  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT',
    url: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  readonly cookies: Map<string, string>;
}

/** The real application with real sign-ins, on a real keeper and database. */
export interface TestSite {
  readonly app: FastifyInstance;
  readonly db: Kysely<Schema>;
  readonly keeper: TestKeeper;
  readonly config: ApiConfig;
  readonly logLines: readonly string[];
  /** Of the next set-up. */
  setupCode(): Promise<string>;
  visitor(address?: string): Visitor;
  /** Sets the site up once, invites somebody, accepts for them and signs them in. */
  signedIn(role: Role, name?: string): Promise<Visitor>;
  /** Lets time pass for the API (not for the keeper). */
  wait(ms: number): void;
  stop(): Promise<void>;
}

/** The first administrator, who invites the others. */
const HOST = 'host';
export const PASSWORD = 'a long road at night';

export async function startTestSite(
  change: Partial<ApiConfig> = {},
  more: Partial<ApiContext> = {},
): Promise<TestSite> {
  const keeper = await startTestKeeper();
  const database = openDatabase({ url: keeper.config.databaseUrl });
  const db = database.kysely;
  let aheadMs = 0;
  const logLines: string[] = [];
  const config = { ...apiConfigFrom(undefined), ...change };
  const context = {
    db,
    keeper: keeper.operator,
    config,
    nowMs: () => Date.now() + aheadMs,
    ...more,
  } as ApiContext;
  const app = await createApp(context, { log: { write: (line) => void logLines.push(line) } });
  let isSetUp = false;

  const visitor = (remoteAddress = '127.0.0.1'): Visitor => {
    const cookies = new Map<string, string>();
    return {
      cookies,
      async send(method, url, body, headers = {}) {
        const request: InjectOptions = { method, url, remoteAddress, headers: { ...headers } };
        if (body !== undefined) request.payload = body;
        const answer = await app.inject({ ...request, cookies: Object.fromEntries(cookies) });
        for (const { name, value } of answer.cookies) {
          if (value === '') cookies.delete(name);
          else cookies.set(name, value);
        }
        return {
          status: answer.statusCode,
          body: answer.body.startsWith('{') ? answer.json<Record<string, unknown>>() : {},
          headers: answer.headers,
          cookies: answer.cookies,
        };
      },
    };
  };
  const signIn = async (name: string): Promise<Visitor> => {
    const someone = visitor();
    must(200, await someone.send('POST', '/v1/session', { name, password: PASSWORD }));
    return someone;
  };
  const setupCode = async () => (await renewSetupCode(db)) ?? '';
  const setUp = async (): Promise<void> => {
    const code = await setupCode();
    const first = { code, name: HOST, password: PASSWORD };
    must(201, await visitor().send('POST', '/v1/setup', first));
    isSetUp = true;
  };

  return {
    app,
    db,
    keeper,
    config,
    logLines,
    setupCode,
    visitor,
    async signedIn(role, name = role) {
      if (!isSetUp) await setUp();
      const host = await signIn(HOST);
      const answer = await host.send('POST', '/v1/users', { name, role });
      const { token } = must(201, answer).body.invitation as { token: string };
      const accepting = { token, password: PASSWORD };
      must(200, await visitor().send('POST', '/v1/invitations/accept', accepting));
      return signIn(name);
    },
    wait(ms) {
      aheadMs += ms;
    },
    async stop() {
      await app.close();
      await database.close();
      await keeper.stop();
    },
  };
}

function must(status: number, answer: Answer): Answer {
  if (answer.status === status) return answer;
  throw new Error(`${answer.status} in place of ${status}: ${JSON.stringify(answer.body)}`);
}
