import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** The run of a stream reaches so far by now; it never gets shorter. */
export async function growFootage(
  db: Kysely<Schema>,
  id: string,
  durationMs: number,
): Promise<void> {
  await db
    .updateTable('footage')
    .set({ durationMs: sql<number>`greatest(duration_ms, ${Math.round(durationMs)}::integer)` })
    .where('id', '=', id)
    .execute();
}

/**
 * The run is over, with so many segments. One that is over already keeps its number unless it has more.
 * @returns false when it never began: none of its video could be stored
 */
export async function endFootage(
  db: Kysely<Schema>,
  id: string,
  segmentsTotal: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('footage')
    .set({ segmentsTotal: sql<number>`greatest(segments_total, ${segmentsTotal}::integer)` })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
