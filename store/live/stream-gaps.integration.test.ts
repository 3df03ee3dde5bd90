import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCamera } from '../cameras.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { lastKnownOfCamera } from './last-known.ts';
import { cutStreamGaps, saveStreamGaps } from './stream-gaps.ts';

const at = (clock: string): number => Date.parse(`2026-05-01T${clock}Z`);

describe('gaps of streams', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());

  const camera = async (cameraId: string) => {
    await saveCamera(postgres.database.kysely, { id: cameraId, region: 'eu' });
    const gap = (from: string, to: string) => ({
      ...{ cameraId, startMs: at(from), endMs: at(to), cause: 'CAMERA_STALLED' as const },
    });
    const shown = async () => {
      const rows = await postgres.database.kysely
        .selectFrom('gap')
        .selectAll()
        .where('cameraId', '=', cameraId)
        .orderBy('startedAt')
        .execute();
      return rows.map((row) => [
        row.startedAt.toISOString().slice(11, 19),
        row.endedAt.toISOString().slice(11, 19),
      ]);
    };
    return { gap, shown };
  };

  it('are none when none is told', async () => {
    const db = postgres.database.kysely;
    await saveStreamGaps(db, []);
    expect(await lastKnownOfCamera(db, 'nobody')).toBeNull();
  });

  it('grow, and go when they turn out to have been none', async () => {
    const db = postgres.database.kysely;
    const { gap, shown } = await camera('grows');
    await saveStreamGaps(db, [gap('10:00:00', '10:00:02')]);
    await saveStreamGaps(db, [gap('10:00:00', '10:00:07')]);
    expect(await shown()).toEqual([['10:00:00', '10:00:07']]);
    expect(await lastKnownOfCamera(db, 'grows')).toEqual({
      endedAt: new Date(at('10:00:07')),
      cause: 'CAMERA_STALLED',
    });
    await saveStreamGaps(db, [gap('10:00:00', '10:00:00')]);
    expect(await shown()).toEqual([]);
  });

  it.each([
    [
      'in the middle',
      '10:00:04',
      '10:00:06',
      [
        ['10:00:00', '10:00:04'],
        ['10:00:06', '10:00:10'],
      ],
    ],
    ['at the start', '09:59:58', '10:00:02', [['10:00:02', '10:00:10']]],
    ['at the end', '10:00:08', '10:00:12', [['10:00:00', '10:00:08']]],
    ['all over', '09:59:58', '10:00:12', []],
    ['elsewhere', '10:00:10', '10:00:12', [['10:00:00', '10:00:10']]],
  ])('make room for video %s', async (where, from, to, expected) => {
    const db = postgres.database.kysely;
    const cameraId = `cut ${where}`;
    const { gap, shown } = await camera(cameraId);
    await saveStreamGaps(db, [gap('10:00:00', '10:00:10')]);
    for (let run = 0; run < 2; run++) {
      await cutStreamGaps(db, { cameraId, startMs: at(from), endMs: at(to) });
      expect(await shown()).toEqual(expected);
    }
  });
});
