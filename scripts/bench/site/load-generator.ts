import { apiClient } from './api-client.ts';
import { search, type GrantedQuery } from './granted-plates.ts';

/** What the process is told once. */
export interface LoadOrder {
  readonly apiUrl: string;
  /** One caller each: a person who signed in, with a connection of their own. */
  readonly callers: readonly {
    readonly cookie: string;
    readonly queries: readonly GrantedQuery[];
  }[];
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** Of the measured time. */
export interface LoadResult {
  /** Milliseconds from each request to the end of its answer. */
  readonly ms: readonly number[];
  readonly errors: number;
  readonly firstError: string | null;
  readonly measuredMs: number;
  /** Processor time that making requests and checking answers took. */
  readonly cpuMs: number;
}

process.once('message', (order: LoadOrder) => {
  void generate(order).then((result) => {
    process.send!(result, () => {
      process.disconnect();
    });
  });
});

/** Every caller asks its plates in turn, the next as soon as the answer before is there and checked. */
async function generate({ apiUrl, callers, warmUpMs, measuredMs }: LoadOrder): Promise<LoadResult> {
  const startMs = performance.now() + warmUpMs;
  const endMs = startMs + measuredMs;
  const ms: number[] = [];
  let errors = 0;
  let firstError: string | null = null;
  const run = async ({ cookie, queries }: LoadOrder['callers'][number]): Promise<void> => {
    const client = apiClient(apiUrl, cookie);
    for (let asked = 0; ; asked += 1) {
      const askedMs = performance.now();
      if (askedMs >= endMs) break;
      const { error } = await search(client, queries[asked % queries.length]!);
      const answeredMs = performance.now();
      if (answeredMs < startMs || answeredMs > endMs) continue;
      ms.push(answeredMs - askedMs);
      if (error === null) continue;
      errors += 1;
      firstError ??= error;
    }
    client.close();
  };
  const cpu = process.cpuUsage();
  await Promise.all(callers.map(run));
  const { user, system } = process.cpuUsage(cpu);
  const share = measuredMs / (warmUpMs + measuredMs);
  return { ms, errors, firstError, measuredMs, cpuMs: ((user + system) / 1_000) * share };
}
