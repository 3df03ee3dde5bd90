import type { Transaction } from 'kysely';
import type { DayDraws } from '../../pipeline/reviews/sample.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Schema } from '../schema.ts';

export async function findReviewDays(
  trx: Transaction<Schema>,
  days: readonly UtcDay[],
): Promise<readonly DayDraws[]> {
  if (days.length === 0) return [];
  const rows = await trx.selectFrom('reviewDay').selectAll().where('day', 'in', days).execute();
  return rows.map(drawsOf);
}

export async function saveReviewDay(trx: Transaction<Schema>, draws: DayDraws): Promise<void> {
  const { day, ...rest } = draws;
  const row = {
    sampled: rest.sampled,
    lowestEntry: BigInt(rest.lowestEntry),
    lowestRecordedAt: new Date(rest.lowestRecordedAtMs),
    lowestDraw: rest.lowestDraw,
  };
  await trx
    .insertInto('reviewDay')
    .values({ day, ...row })
    .onConflict((conflict) => conflict.column('day').doUpdateSet(row))
    .execute();
}

/** Takes out the days before the given one: each is settled once. */
export async function takeReviewDays(
  trx: Transaction<Schema>,
  before: UtcDay,
): Promise<readonly DayDraws[]> {
  const rows = await trx.deleteFrom('reviewDay').where('day', '<', before).returningAll().execute();
  return rows.map(drawsOf);
}

function drawsOf(row: {
  readonly day: UtcDay;
  readonly sampled: boolean;
  readonly lowestEntry: bigint;
  readonly lowestRecordedAt: Date;
  readonly lowestDraw: number;
}): DayDraws {
  const { day, sampled, lowestEntry, lowestRecordedAt, lowestDraw } = row;
  return {
    day,
    sampled,
    lowestEntry: Number(lowestEntry),
    lowestRecordedAtMs: lowestRecordedAt.getTime(),
    lowestDraw,
  };
}
