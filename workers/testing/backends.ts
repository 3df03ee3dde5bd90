import type { BackendService } from './backend-service.ts';
import { startPostgres } from './postgres-service.ts';
import { redisMissing, startRedis } from './redis-service.ts';

export interface BackendUnderTest {
  readonly name: string;
  /** Why this backend can't be tested on this machine; null when it can. */
  readonly missing: string | null;
  readonly start: () => Promise<BackendService>;
}

/** Both backends of the job graph. One that can't be tested is reported, never left out. */
export const BACKENDS: readonly BackendUnderTest[] = [
  { name: 'PostgreSQL', missing: null, start: startPostgres },
  { name: 'Redis', missing: redisMissing(), start: startRedis },
];

for (const { name, missing } of BACKENDS) {
  // The default reporter counts skipped tests and doesn't name them.
  if (missing !== null) console.warn(`SKIPPED: the suites on ${name}, because ${missing}`);
}
