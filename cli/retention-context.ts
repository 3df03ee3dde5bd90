import type { RetentionContext } from '../api/retention/run-retention.ts';
import type { Config } from './config.ts';
import type { House } from './house.ts';

/** What retention works with, in a command. */
export function retentionContext(
  { services: { db, objects, queues }, operator: keeper }: House,
  { retention }: Pick<Config, 'retention'>,
): RetentionContext {
  return { db, objects, queues, keeper, retention, nowMs: Date.now };
}
