import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDays } from './partitions.ts';
import { sampleFootage } from './testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';
import { saveTracks, shownTracks } from './tracks.ts';

let postgres: TestPostgres;
const { track } = sampleFootage(new Date('2026-05-01T10:00:00Z'));

beforeAll(async () => {
  postgres = await startTestPostgres();
  const { kysely } = postgres.database;
  await ensureDays(kysely, ['2026-05-01', '2026-05-02']);
  await saveTracks(kysely, [
    track(1, { cropKey: 'crops/1' }),
    track(2, { cropKey: null }),
    track(3, { cropKey: 'crops/3', isOpen: true }),
  ]);
});
afterAll(() => postgres.stop());

describe('shownTracks', () => {
  const shownOf = (...asked: readonly [number, string][]) =>
    shownTracks(
      postgres.database.kysely,
      asked.map(([number, day]) => ({ trackId: track(number).id, day })),
    );

  it('gives nothing for no tracks', async () => {
    expect(await shownOf()).toEqual(new Map());
  });

  it.each([
    ['of the day of the sighting', 1, '2026-05-01', [{ cropKey: 'crops/1', isOpen: false }]],
    ['of the day before', 1, '2026-05-02', [{ cropKey: 'crops/1', isOpen: false }]],
    ['of no other day', 1, '2026-05-03', []],
    ['without a picture', 2, '2026-05-01', [{ cropKey: null, isOpen: false }]],
  ] as const)('finds tracks %s', async (_, number, day, expected) => {
    expect([...(await shownOf([number, day])).values()]).toEqual(expected);
  });

  it('gives each track its own', async () => {
    const shown = await shownOf([3, '2026-05-01'], [1, '2026-05-02']);
    expect(shown).toEqual(
      new Map([
        [track(1).id, { cropKey: 'crops/1', isOpen: false }],
        [track(3).id, { cropKey: 'crops/3', isOpen: true }],
      ]),
    );
  });
});
