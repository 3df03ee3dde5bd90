import type { Kysely, Transaction } from 'kysely';
import type { Month, MonthFigures } from '../../pipeline/transparency/month-figures.ts';
import type { Schema } from '../schema.ts';
import type { AuditCheckpointRow } from '../schema/audit-log.ts';

export async function findMonths(
  trx: Kysely<Schema>,
  months: readonly Month[],
): Promise<Map<Month, MonthFigures>> {
  if (months.length === 0) return new Map();
  const rows = await trx
    .selectFrom('monthFigures')
    .selectAll()
    .where('month', 'in', months)
    .execute();
  return new Map(rows.map(({ month, figures }) => [month, figures]));
}

export async function saveMonth(trx: Transaction<Schema>, figures: MonthFigures): Promise<void> {
  const row = { figures: JSON.stringify(figures) };
  await trx
    .insertInto('monthFigures')
    .values({ month: figures.month, ...row })
    .onConflict((conflict) => conflict.column('month').doUpdateSet(row))
    .execute();
}

/** The first checkpoint that covers so many entries; undefined when none was signed yet. */
export async function checkpointOf(
  db: Kysely<Schema>,
  size: number,
): Promise<AuditCheckpointRow | undefined> {
  return db
    .selectFrom('auditCheckpoint')
    .selectAll()
    .where('size', '>=', BigInt(size))
    .orderBy('size')
    .limit(1)
    .executeTakeFirst();
}
