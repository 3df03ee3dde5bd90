import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DayQuery } from '../../pipeline/search/sealed-read.ts';
import { trackIdOf } from '../identity.ts';
import { dropDaysBefore, ensureDays } from '../partitions.ts';
import type { NewSighting } from '../schema.ts';
import { sampleFootage } from '../testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { saveSightings } from './save-sightings.ts';
import { scanSightings, searchSightings } from './search-sightings.ts';

const DAYS = ['2026-05-01', '2026-05-02', '2026-05-03'];
const ASK_NOTHING = { skeletonAny: [], partsAny: [], partsAll: [] };

let postgres: TestPostgres;
let rows: NewSighting[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  await ensureDays(postgres.database.kysely, DAYS);
  rows = DAYS.flatMap((day, dayIndex) =>
    Array.from({ length: 40 }, (_, index) => {
      const { sighting } = sampleFootage(
        new Date(`${day}T10:00:00Z`),
        ['north', 'south'][index % 2],
      );
      return sighting(index + 1, {
        skeletonToken: BigInt(index % 8) - 4n,
        partTokens: [BigInt(index % 5), BigInt(100 + (index % 3)), 1n << BigInt(40 + dayIndex)],
        colour: index % 4 === 0 ? 'blue' : 'red',
        objectClass: index % 7 === 0 ? 'truck' : 'car',
      });
    }),
  );
  await saveSightings(postgres.database.kysely, rows);
});
afterAll(() => postgres.stop());

const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id).sort();
const search = (
  queries: DayQuery[],
  filter: Parameters<typeof searchSightings>[2] = {},
  limit = 1_000,
) => searchSightings(postgres.database.kysely, queries, filter, limit);

describe('searchSightings', () => {
  it('finds nothing when nothing is asked, or nothing of a day', async () => {
    expect(await search([])).toEqual({ rows: [], truncated: false });
    expect((await search([{ day: DAYS[0]!, ...ASK_NOTHING }])).rows).toEqual([]);
    expect((await search([{ day: DAYS[0]!, ...ASK_NOTHING, partsAll: [[]] }])).rows).toEqual([]);
  });

  it('finds nothing on a day that has no partition', async () => {
    const query = { day: '2020-01-01', ...ASK_NOTHING, skeletonAny: [1n] };
    expect((await search([query])).rows).toEqual([]);
  });

  it('sees a day that is made, and does without one that is dropped, after the last search', async () => {
    const own = await startTestPostgres();
    const db = own.database.kysely;
    const queries = ['2026-06-01', '2026-06-02'].map((day) => ({
      day,
      ...ASK_NOTHING,
      skeletonAny: [5n],
    }));
    const add = async (day: string): Promise<void> => {
      await ensureDays(db, [day]);
      const { sighting } = sampleFootage(new Date(`${day}T10:00:00Z`));
      await saveSightings(db, [sighting(5)]);
    };
    const daysFound = async (): Promise<string[]> =>
      (await searchSightings(db, queries, {}, 10)).rows.map(({ day }) => day);
    expect(await daysFound()).toEqual([]);
    await add('2026-06-01');
    expect(await daysFound()).toEqual(['2026-06-01']);
    await add('2026-06-02');
    expect(await daysFound()).toEqual(['2026-06-02', '2026-06-01']);
    await dropDaysBefore(db, '2026-06-02');
    expect(await daysFound()).toEqual(['2026-06-02']);
    await own.stop();
  });

  it('gives the rows without their tokens, newest first, and says when there are more', async () => {
    const query = { day: DAYS[0]!, ...ASK_NOTHING, skeletonAny: [-4n] };
    const all = await search([query]);
    expect(all.truncated).toBe(false);
    expect(all.rows).toHaveLength(5);
    const expected: Record<string, unknown> = {
      ...rows[32]!,
      sealed: Buffer.from(rows[32]!.sealed),
    };
    delete expected.skeletonToken;
    delete expected.partTokens;
    expect(all.rows[0]).toEqual(expected);
    const first = await search([query], {}, 2);
    expect(first).toEqual({ rows: all.rows.slice(0, 2), truncated: true });
  });

  it('means by tokens, days and filters what the contract says', async () => {
    const token = fc.bigInt({ min: -5n, max: 5n });
    const part = fc.constantFrom(0n, 1n, 4n, 9n, 100n, 101n, 102n, 1n << 40n, 1n << 42n);
    // As many as two wrong characters ask for, nearly all of which no row has.
    const noRowHas = Array.from({ length: 150 }, (_, at) => -1000n - BigInt(at));
    const fewParts = fc.array(part, { maxLength: 3 });
    const query = fc.record({
      skeletonAny: fc.array(token, { maxLength: 3 }),
      partsAny: fc.oneof(
        fewParts,
        fewParts.map((parts) => [...parts, ...noRowHas]),
      ),
      partsAll: fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    });
    const filter = fc.record(
      {
        cameraIds: fc.subarray(['north', 'south', 'nowhere']),
        from: fc.constantFrom(new Date('2026-05-01T10:00:02Z'), new Date('2026-05-02T10:00:01Z')),
        until: fc.constantFrom(new Date('2026-05-01T10:00:02Z'), new Date('2026-05-03T10:00:01Z')),
        colours: fc.subarray(['blue', 'red', 'green'] as const),
        objectClasses: fc.subarray(['car', 'truck'] as const),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...DAYS)),
        query,
        filter,
        async (days, q, f) => {
          const expected = rows.filter(
            (row) =>
              days.includes(row.day) &&
              (q.skeletonAny.includes(row.skeletonToken) ||
                row.partTokens.some((one) => q.partsAny.includes(one)) ||
                q.partsAll.some((all) => all.every((one) => row.partTokens.includes(one)))) &&
              (f.cameraIds?.includes(row.cameraId) ?? true) &&
              (f.colours?.includes(row.colour as 'blue' | 'red') ?? true) &&
              (f.objectClasses?.includes(row.objectClass as 'car') ?? true) &&
              (f.from === undefined || row.capturedAt >= f.from) &&
              (f.until === undefined || row.capturedAt < f.until),
          );
          const found = await search(
            days.map((day) => ({ day, ...q })),
            f,
          );
          expect(ids(found.rows)).toEqual(ids(expected));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('scanSightings', () => {
  it('gives every row that the filter lets through', async () => {
    const db = postgres.database.kysely;
    expect((await scanSightings(db, [], {}, 10)).rows).toEqual([]);
    const all = await scanSightings(db, DAYS.slice(0, 2), { cameraIds: ['south'] }, 1_000);
    expect(ids(all.rows)).toEqual(
      ids(rows.filter((row) => row.day !== DAYS[2] && row.cameraId === 'south')),
    );
    expect((await scanSightings(db, DAYS, {}, 10)).truncated).toBe(true);
  });
});

describe('saveSightings', () => {
  it('takes none, and the most that tokens can be', async () => {
    const db = postgres.database.kysely;
    await saveSightings(db, []);
    const extreme = sampleFootage(new Date('2026-05-03T20:00:00Z')).sighting(1, {
      skeletonToken: -(2n ** 63n),
      partTokens: [2n ** 63n - 1n, -(2n ** 63n)],
      sealed: new Uint8Array(0),
    });
    await saveSightings(db, [extreme]);
    const query = { day: DAYS[2]!, ...ASK_NOTHING, partsAll: [extreme.partTokens] };
    expect(ids((await search([query])).rows)).toEqual([extreme.id]);
  });

  it('replaces a sighting that is written again', async () => {
    const db = postgres.database.kysely;
    const { footageId, sighting } = sampleFootage(new Date('2026-05-03T21:00:00Z'));
    await saveSightings(db, [sighting(1, { skeletonToken: 77n })]);
    await saveSightings(db, [sighting(1, { skeletonToken: 78n, confidence: 0.25 })]);
    const stored = await db
      .selectFrom('sighting')
      .select(['skeletonToken', 'confidence'])
      .where('trackId', '=', trackIdOf(footageId, 1))
      .execute();
    expect(stored).toEqual([{ skeletonToken: 78n, confidence: 0.25 }]);
  });
});
