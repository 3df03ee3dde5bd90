import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Of one person or key in one hour. */
export interface Usage {
  readonly holder: string;
  readonly hour: Date;
  readonly searches: number;
  readonly results: number;
}

/** Of the hours from `since` on. */
export async function usageOf(
  db: Kysely<Schema>,
  holder: string,
  since: Date,
): Promise<readonly Usage[]> {
  return db
    .selectFrom('searchUsage')
    .selectAll()
    .where('holder', '=', holder)
    .where('hour', '>=', since)
    .execute();
}

/** Adds to what is counted; none changes nothing. */
export async function addUsage(db: Kysely<Schema>, usages: readonly Usage[]): Promise<void> {
  if (usages.length === 0) return;
  await db
    .insertInto('searchUsage')
    .values([...usages])
    .onConflict((conflict) =>
      conflict.columns(['holder', 'hour']).doUpdateSet({
        searches: sql`search_usage.searches + excluded.searches`,
        results: sql`search_usage.results + excluded.results`,
      }),
    )
    .execute();
}
