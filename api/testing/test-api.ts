import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.ts';
import type { Actor, Role, UserActor } from '../auth/actor.ts';
import { apiConfigFrom } from '../config.ts';
import type { ApiContext } from '../context.ts';

/** The real application, with whoever the test says at the door. */
export interface TestApi {
  readonly app: FastifyInstance;
  /** The next requests are from them; null: from nobody. */
  actAs(actor: Actor | null): void;
  /** Every line that was logged. */
  readonly logLines: readonly string[];
  close(): Promise<void>;
}

/** What the context leaves out is as a site without a configuration has it, or missing. */
export async function startTestApi(context: Partial<ApiContext>): Promise<TestApi> {
  let actor: Actor | null = null;
  const logLines: string[] = [];
  const whole = { config: apiConfigFrom(undefined), nowMs: Date.now, ...context } as ApiContext;
  const app = await createApp(whole, {
    authenticate: () => Promise.resolve(actor),
    log: { write: (line) => void logLines.push(line) },
  });
  return {
    app,
    actAs(next) {
      actor = next;
    },
    logLines,
    close: () => app.close(),
  };
}

/** Someone of the role who just signed in. */
export function somebody(role: Role, name = `${role}-1`): UserActor {
  return {
    kind: 'user',
    userId: `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`,
    name,
    role,
    sessionId: '00000000-0000-4000-8000-000000000001',
    authenticatedAtMs: Date.now(),
    lacksSecondFactor: false,
  };
}
