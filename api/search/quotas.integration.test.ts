import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { openSearchQuotas } from './quotas.ts';

const LIMITS = { searchesPerHour: 3, searchesPerDay: 100, resultsPerDay: 1_000 };
const ROSA = { name: 'rosa', role: 'analyst' };
const TOM = { name: 'tom', role: 'analyst' };

let postgres: TestPostgres;
const recorded: unknown[] = [];
const services = () => ({
  db: postgres.database.kysely,
  keeper: {
    recordEvent: (event: unknown) => {
      recorded.push(event);
      return Promise.resolve(0);
    },
  },
  nowMs: Date.now,
});
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

describe('search quotas', () => {
  it('hold through a restart and between processes, each person for themselves', async () => {
    const first = openSearchQuotas(services(), LIMITS);
    await first.take(ROSA);
    first.addResults(ROSA, 7);
    await Promise.all([first.take(ROSA), first.take(TOM)]);
    await first.close();

    const restarted = openSearchQuotas(services(), LIMITS);
    await restarted.take(ROSA);
    const refusal = {
      code: 'QUOTA_EXCEEDED',
      details: { what: 'searches of this hour', used: 3, atMost: 3 },
    };
    await expect(restarted.take(ROSA)).rejects.toMatchObject(refusal);
    expect(recorded).toMatchObject([
      { by: ROSA, action: 'request-denied', particulars: { code: 'QUOTA_EXCEEDED' } },
    ]);
    await restarted.take(TOM);
    await restarted.close();
    const { rows } = await postgres.database.kysely
      .selectFrom('searchUsage')
      .select(['holder', 'searches', 'results'])
      .orderBy('holder')
      .execute()
      .then((all) => ({ rows: all }));
    expect(rows).toEqual([
      { holder: 'rosa', searches: 3, results: 7 },
      { holder: 'tom', searches: 2, results: 0 },
    ]);
  });

  it('lose nothing while the database is away', async () => {
    const { kysely: db } = postgres.database;
    const quotas = openSearchQuotas(services(), LIMITS);
    await quotas.take({ ...ROSA, name: 'meg' });
    await db.schema.alterTable('search_usage').renameTo('away').execute();
    await expect(quotas.flush()).rejects.toThrow();
    await db.schema.alterTable('away').renameTo('search_usage').execute();
    await quotas.close();
    const stored = await db
      .selectFrom('searchUsage')
      .select('searches')
      .where('holder', '=', 'meg')
      .execute();
    expect(stored).toEqual([{ searches: 1 }]);
  });
});
