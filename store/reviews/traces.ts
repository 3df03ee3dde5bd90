import type { Transaction } from 'kysely';
import type { Trace } from '../../pipeline/reviews/oddities.ts';
import type { Schema } from '../schema.ts';

/** The marks that traces are wanted for. */
export interface WantedTraces {
  /** Searches of them. */
  readonly plates: readonly string[];
  /** Their denials. */
  readonly persons: readonly string[];
  readonly grants: readonly string[];
  readonly since: Date;
  /** Sequence: what comes later may be there from an earlier reading of the log. */
  readonly before: number;
}

/** In order of the log; each once. */
export async function findTraces(
  trx: Transaction<Schema>,
  { plates, persons, grants, since, before }: WantedTraces,
): Promise<readonly Trace[]> {
  if (plates.length + persons.length + grants.length === 0) return [];
  const rows = await trx
    .selectFrom('reviewTrace')
    .selectAll()
    .where('recordedAt', '>', since)
    .where('sequence', '<', BigInt(before))
    .where((is) =>
      is.or([
        ...(plates.length > 0 ? [is('plate', 'in', plates)] : []),
        ...(persons.length > 0
          ? [is.and([is('person', 'in', persons), is('kind', '=', 'denial')])]
          : []),
        ...(grants.length > 0 ? [is('grantMark', 'in', grants)] : []),
      ]),
    )
    .orderBy('sequence')
    .execute();
  return rows.map(({ sequence, recordedAt, kind, person, plate, caseMark, grantMark }) => ({
    sequence: Number(sequence),
    recordedAtMs: recordedAt.getTime(),
    kind,
    person,
    plate,
    case: caseMark,
    grant: grantMark,
  }));
}

export async function addTraces(trx: Transaction<Schema>, traces: readonly Trace[]): Promise<void> {
  if (traces.length === 0) return;
  const rows = traces.map(({ sequence, recordedAtMs, kind, person, plate, ...trace }) => ({
    sequence: BigInt(sequence),
    recordedAt: new Date(recordedAtMs),
    kind,
    person,
    plate,
    caseMark: trace.case,
    grantMark: trace.grant,
  }));
  await trx
    .insertInto('reviewTrace')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function forgetTraces(trx: Transaction<Schema>, before: Date): Promise<void> {
  await trx.deleteFrom('reviewTrace').where('recordedAt', '<', before).execute();
}
