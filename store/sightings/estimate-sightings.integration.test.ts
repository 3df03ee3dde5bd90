import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDays } from '../partitions.ts';
import { sampleFootage } from '../testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { estimateSightings } from './estimate-sightings.ts';
import { saveSightings } from './save-sightings.ts';

let postgres: TestPostgres;
const at = (time: string) => new Date(`2026-05-${time}Z`);

beforeAll(async () => {
  postgres = await startTestPostgres();
  const { kysely } = postgres.database;
  await ensureDays(kysely, ['2026-05-01', '2026-05-02']);
  const { sighting } = sampleFootage(at('01T10:00:00'));
  const other = sampleFootage(at('02T10:00:00'));
  await saveSightings(
    kysely,
    [1, 2, 3, 4].map((number) => sighting(number)),
  );
  await saveSightings(kysely, [other.sighting(1)]);
  await sql`analyze sighting`.execute(kysely);
});
afterAll(() => postgres.stop());

describe('estimateSightings', () => {
  const estimate = (from: string, until: string, mostCounted?: number) =>
    estimateSightings(postgres.database.kysely, { from: at(from), until: at(until) }, mostCounted);

  it.each([
    ['an empty span', '03T00:00:00', '03T00:00:00', undefined, 0],
    ['days that are not there', '03T00:00:00', '05T00:00:00', undefined, 0],
    ['small days, to the row', '01T00:00:00', '03T00:00:00', undefined, 5],
    ['part of a small day', '01T09:00:00', '01T10:00:00', undefined, 0],
    ['a large day by its statistics', '01T00:00:00', '02T00:00:00', 2, 4],
    ['half of a large day as half of it', '01T12:00:00', '02T00:00:00', 2, 2],
    ['large and small days together', '01T12:00:00', '03T00:00:00', 2, 3],
  ])('takes %s', async (_, from, until, mostCounted, expected) => {
    expect(await estimate(from, until, mostCounted)).toBe(expected);
  });
});
