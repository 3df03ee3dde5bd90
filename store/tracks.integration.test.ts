import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDays } from './partitions.ts';
import { sampleFootage } from './testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';
import { cropKeysOfTracks, saveTracks } from './tracks.ts';

let postgres: TestPostgres;
const { track } = sampleFootage(new Date('2026-05-01T10:00:00Z'));

beforeAll(async () => {
  postgres = await startTestPostgres();
  const { kysely } = postgres.database;
  await ensureDays(kysely, ['2026-05-01', '2026-05-02']);
  await saveTracks(kysely, [
    track(1, { cropKey: 'crops/1' }),
    track(2, { cropKey: null }),
    track(3, { cropKey: 'crops/3' }),
  ]);
});
afterAll(() => postgres.stop());

describe('cropKeysOfTracks', () => {
  const keysOf = (...asked: readonly [number, string][]) =>
    cropKeysOfTracks(
      postgres.database.kysely,
      asked.map(([number, day]) => ({ trackId: track(number).id, day })),
    );

  it('gives nothing for no tracks', async () => {
    expect(await keysOf()).toEqual(new Map());
  });

  it.each([
    ['of the day of the sighting', 1, '2026-05-01', ['crops/1']],
    ['of the day before', 1, '2026-05-02', ['crops/1']],
    ['of no other day', 1, '2026-05-03', []],
    ['not of a track without a picture', 2, '2026-05-01', []],
  ] as const)('finds pictures %s', async (_, number, day, expected) => {
    expect([...(await keysOf([number, day])).values()]).toEqual(expected);
  });

  it('gives each track its own', async () => {
    const keys = await keysOf([3, '2026-05-01'], [1, '2026-05-02']);
    expect(keys).toEqual(
      new Map([
        [track(1).id, 'crops/1'],
        [track(3).id, 'crops/3'],
      ]),
    );
  });
});
