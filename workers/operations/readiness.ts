import { sql } from 'kysely';
import { WaysideError, type ErrorCode } from '../../pipeline/errors.ts';
import type { Services } from '../services.ts';

export const SERVICES = ['database', 'keeper', 'queue', 'objects'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** `ok`, or what is wrong with it. */
export type ServiceState = 'ok' | ErrorCode;

export interface Readiness {
  readonly ready: boolean;
  readonly services: Readonly<Record<ServiceName, ServiceState>>;
}

/** What is asked for; one that doesn't answer in so long counts as away. */
const ANSWER_MS = 2000;
/** However many ask, the services are asked once in this time. */
const KEPT_MS = 1000;
/** Under a prefix that nothing uses: that it isn't there is an answer. */
const PROBE_KEY = 'probe/none';

const AWAY: Readonly<Record<ServiceName, ErrorCode>> = {
  database: 'DATABASE_UNREACHABLE',
  keeper: 'KEEPER_UNREACHABLE',
  queue: 'QUEUE_UNREACHABLE',
  objects: 'OBJECTS_UNREACHABLE',
};

/**
 * Asks everything that a process stands on whether it answers. Never throws.
 * @returns the same answer for a second, to all who ask
 */
export function readinessOf(
  services: Pick<Services, 'db' | 'queues' | 'objects'> & {
    readonly keeper: Pick<Services['keeper'], 'status'>;
  },
  nowMs: () => number,
): () => Promise<Readiness> {
  const { db, keeper, queues, objects } = services;
  const questions: Readonly<Record<ServiceName, () => Promise<unknown>>> = {
    database: () => sql`select 1`.execute(db),
    keeper: () => keeper.status(),
    queue: () => queues.pending('track'),
    objects: () => objects.stat(PROBE_KEY),
  };
  let last: { readonly atMs: number; readonly answer: Promise<Readiness> } | null = null;
  return () => {
    if (last === null || Math.abs(nowMs() - last.atMs) > KEPT_MS) {
      last = { atMs: nowMs(), answer: ask(questions) };
    }
    return last.answer;
  };
}

async function ask(
  questions: Readonly<Record<ServiceName, () => Promise<unknown>>>,
): Promise<Readiness> {
  const states = await Promise.all(
    SERVICES.map(async (name) => [name, await stateOf(name, questions[name])] as const),
  );
  return {
    ready: states.every(([, state]) => state === 'ok'),
    services: Object.fromEntries(states) as Record<ServiceName, ServiceState>,
  };
}

async function stateOf(name: ServiceName, question: () => Promise<unknown>): Promise<ServiceState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ServiceState>((resolve) => {
    timer = setTimeout(() => {
      resolve(AWAY[name]);
    }, ANSWER_MS);
  });
  try {
    return await Promise.race([question().then(() => 'ok' as const), late]);
  } catch (error) {
    return error instanceof WaysideError ? error.code : AWAY[name];
  } finally {
    clearTimeout(timer);
  }
}
