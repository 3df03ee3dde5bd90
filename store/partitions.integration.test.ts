import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropDaysBefore, ensureDays, partitionedDays } from './partitions.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

describe('day partitions', () => {
  it('has none at first, and asking for none makes none', async () => {
    await ensureDays(postgres.database.kysely, []);
    expect(await partitionedDays(postgres.database.kysely)).toEqual([]);
  });

  it('survives many callers that want overlapping days at once', async () => {
    const { kysely } = postgres.database;
    const days = ['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04'];
    await Promise.all(
      Array.from({ length: 12 }, (_, caller) =>
        ensureDays(kysely, [days[caller % 4]!, days[(caller + 1) % 4]!]),
      ),
    );
    expect(await partitionedDays(kysely)).toEqual(days);
  });

  it('keeps the index of parts without fast update in every partition', async () => {
    const { rows } = await sql<{ def: string }>`
      select indexdef as def from pg_indexes
      where tablename = 'sighting_20260501' and indexdef like '%gin%'`.execute(
      postgres.database.kysely,
    );
    expect(rows.map(({ def }) => def)).toEqual([expect.stringContaining('fastupdate=off')]);
  });

  it('makes a day while another transaction is writing to an older one', async () => {
    const { kysely } = postgres.database;
    await kysely.transaction().execute(async (trx) => {
      await trx.insertInto('gap').values(gapOn('2026-05-01', 1)).execute();
      await ensureDays(kysely, ['2026-05-05']);
    });
    expect(await partitionedDays(kysely)).toContain('2026-05-05');
  });

  it('drops the days before the first kept one with their rows, and only those', async () => {
    const { kysely } = postgres.database;
    await kysely.insertInto('gap').values(gapOn('2026-05-02', 2)).execute();
    await kysely.insertInto('gap').values(gapOn('2026-05-03', 3)).execute();
    expect(await dropDaysBefore(kysely, '2026-05-03')).toEqual(['2026-05-01', '2026-05-02']);
    expect(await partitionedDays(kysely)).toEqual(['2026-05-03', '2026-05-04', '2026-05-05']);
    const left = await kysely.selectFrom('gap').select('day').execute();
    expect(left).toEqual([{ day: '2026-05-03' }]);
    expect(await dropDaysBefore(kysely, '2026-05-03')).toEqual([]);
  });

  it('ends what a killed call left half done', async () => {
    const { kysely } = postgres.database;
    await sql`alter table segment detach partition segment_20260503`.execute(kysely);
    expect(await dropDaysBefore(kysely, '2026-05-04')).toEqual(['2026-05-03']);
    const { rows } = await sql`select 1 from pg_class where relname like '%_20260503'`.execute(
      kysely,
    );
    expect(rows).toEqual([]);
  });
});

function gapOn(day: string, number: number) {
  return {
    id: `00000000-0000-8000-8000-00000000000${number}`,
    day,
    cameraId: 'north',
    footageId: '00000000-0000-8000-8000-0000000000ff',
    startedAt: new Date(`${day}T10:00:00Z`),
    endedAt: new Date(`${day}T10:00:04Z`),
    cause: 'DECODE_FAILED',
  };
}
