import { sql, type Kysely } from 'kysely';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Schema } from '../schema.ts';

/** Reads by the day of their capture, from the given day on; days without any are left out. */
export async function countReadsOfDays(
  db: Kysely<Schema>,
  fromDay: UtcDay,
): Promise<Readonly<Record<UtcDay, number>>> {
  const rows = await db
    .selectFrom('sighting')
    .select(['day', ({ fn }) => fn.countAll<bigint>().as('reads')])
    .where('day', '>=', fromDay)
    .groupBy('day')
    .orderBy('day')
    .execute();
  return Object.fromEntries(rows.map(({ day, reads }) => [day, Number(reads)]));
}

/** Cameras, by why they are there; those of an unknown occasion last. */
export async function countCamerasOfOccasions(
  db: Kysely<Schema>,
): Promise<readonly { readonly occasion: string | null; readonly cameras: number }[]> {
  const rows = await db
    .selectFrom('camera')
    .select([
      sql<string | null>`nullif(left(trim(occasion), 500), '')`.as('occasion'),
      ({ fn }) => fn.countAll<bigint>().as('cameras'),
    ])
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .execute();
  return rows.map(({ occasion, cameras }) => ({ occasion, cameras: Number(cameras) }));
}
