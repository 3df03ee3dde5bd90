import type { Kysely } from 'kysely';
import type { AuditEntry, Schema } from './schema.ts';

/** In order, from `fromSequence` on; the keeper writes them. */
export async function readAuditEntries(
  db: Kysely<Schema>,
  fromSequence: bigint,
  limit: number,
): Promise<readonly AuditEntry[]> {
  return db
    .selectFrom('auditEntry')
    .selectAll()
    .where('sequence', '>=', fromSequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

export async function countAuditEntries(db: Kysely<Schema>): Promise<bigint> {
  const { entries } = await db
    .selectFrom('auditEntry')
    .select(({ fn }) => fn.countAll<bigint>().as('entries'))
    .executeTakeFirstOrThrow();
  return entries;
}
