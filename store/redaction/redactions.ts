import type { Kysely } from 'kysely';
import type { RedactionRecord } from '../../pipeline/redact/redaction-record.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import { heldRecordOf } from '../retention/held-things.ts';
import type { Schema } from '../schema.ts';

export interface NewRedaction {
  readonly objectKey: string;
  readonly day: UtcDay;
  readonly cameraId: string;
  readonly record: RedactionRecord;
}

const ROWS_PER_STATEMENT = 200;

/**
 * Written before the pictures are stored, so that none can leave unrecorded; a picture made again takes
 * the new record. The days' partitions must be there (`ensureDays`).
 */
export async function saveRedactions(
  db: Kysely<Schema>,
  redactions: readonly NewRedaction[],
): Promise<void> {
  for (let start = 0; start < redactions.length; start += ROWS_PER_STATEMENT) {
    const rows = redactions.slice(start, start + ROWS_PER_STATEMENT);
    await db
      .insertInto('redaction')
      .values(rows.map((row) => ({ ...row, record: JSON.stringify(row.record) })))
      .onConflict((conflict) =>
        conflict.columns(['objectKey', 'day']).doUpdateSet((eb) => ({
          record: eb.ref('excluded.record'),
          madeAt: eb.ref('excluded.madeAt'),
        })),
      )
      .execute();
  }
}

/** Null: the picture was never recorded, or its day has expired and no hold keeps it. */
export async function findRedaction(
  db: Kysely<Schema>,
  objectKey: string,
  day: UtcDay,
): Promise<RedactionRecord | null> {
  const row = await db
    .selectFrom('redaction')
    .select('record')
    .where('objectKey', '=', objectKey)
    .where('day', '=', day)
    .executeTakeFirst();
  return row?.record ?? (await heldRecordOf(db, objectKey));
}
