import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCamera } from './cameras.ts';
import { recordFootage } from './footage.ts';
import { deterministicId, segmentIdOf } from './identity.ts';
import { ensureDays } from './partitions.ts';
import type { NewFootage } from './schema.ts';
import { recordSegment } from './segments.ts';
import { sampleFootage } from './testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from './testing/test-postgres.ts';
import { endAbandonedRuns, undetectedSegments, unfinishedFootage } from './unfinished-footage.ts';

const DAY = '2026-05-01';

describe('unfinished footage', () => {
  let postgres: TestPostgres;
  let runs = 0;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    await ensureDays(postgres.database.kysely, [DAY]);
  });
  afterAll(() => postgres.stop());

  /** A run with so many segments, the last of which was stored so many minutes ago. */
  const run = async (
    cameraId: string,
    {
      segments = 0,
      minutesAgo = 0,
      ...change
    }: { segments?: number; minutesAgo?: number } & Partial<NewFootage> = {},
  ): Promise<string> => {
    const db = postgres.database.kysely;
    await saveCamera(db, { id: cameraId, region: 'eu' });
    const sample = sampleFootage(new Date(`${DAY}T10:00:00Z`), cameraId);
    const footageId = deterministicId('test run', ++runs);
    await recordFootage(db, {
      ...sample.footage,
      ...{ id: footageId, origin: 'stream', fileName: null, sha256: null },
      startedAt: sample.at(runs * 60_000),
      ...change,
    });
    for (let sequence = 0; sequence < segments; sequence++) {
      const id = segmentIdOf(footageId, sequence);
      await recordSegment(db, { ...sample.segment(sequence), id, footageId });
    }
    await sql`update segment set stored_at = now() - ${minutesAgo} * interval '1 minute'
      where footage_id = ${footageId}`.execute(db);
    await sql`update footage set created_at = now() - ${minutesAgo} * interval '1 minute'
      where id = ${footageId}`.execute(db);
    return footageId;
  };
  const totalOf = async (footageId: string): Promise<number | null> => {
    const found = await unfinishedFootage(postgres.database.kysely);
    return found.find((one) => one.footageId === footageId)!.segmentsTotal;
  };

  it('is none where there is none', async () => {
    const db = postgres.database.kysely;
    expect(await unfinishedFootage(db)).toEqual([]);
    expect(await undetectedSegments(db, 10)).toEqual([]);
    expect(await endAbandonedRuns(db)).toEqual([]);
  });

  it('tells what waits to be looked at, within the limit, and nothing of what is complete', async () => {
    const db = postgres.database.kysely;
    const footageId = await run('waiting', { segments: 3 });
    await run('done', { segments: 2, status: 'complete' });
    const found = await undetectedSegments(db, 10);
    expect(found.map(({ id }) => id).sort()).toEqual(
      [0, 1, 2].map((sequence) => segmentIdOf(footageId, sequence)).sort(),
    );
    expect(await undetectedSegments(db, 2)).toHaveLength(2);
    expect(await unfinishedFootage(db)).toEqual([
      { footageId, nextSequence: 0, segmentsTotal: null },
    ]);
  });

  it.each([
    ['is left alone while something comes', 'a', 9, true, null],
    ['is ended when nothing came for ten minutes and a newer run goes on', 'b', 11, true, 2],
    ['is waited for where no newer run is', 'c', 11, false, null],
    ['is ended after a day in any case', 'd', 25 * 60, false, 2],
  ])('of a stream %s', async (_case, cameraId, minutesAgo, hasNewer, total) => {
    const db = postgres.database.kysely;
    const footageId = await run(cameraId, { segments: 2, minutesAgo });
    const newer = hasNewer ? await run(cameraId, { segments: 1 }) : null;
    const ended = await endAbandonedRuns(db);
    expect(ended).toEqual(total === null ? [] : [footageId]);
    expect(await totalOf(footageId)).toBe(total);
    if (newer !== null) expect(await totalOf(newer)).toBeNull();
  });

  it('of a stream that never had a segment is ended too; that of a file never', async () => {
    const db = postgres.database.kysely;
    const empty = await run('e', { minutesAgo: 11 });
    await run('e', { segments: 1 });
    const file = await run('f', { segments: 2, minutesAgo: 3 * 1440, origin: 'file' });
    expect(await endAbandonedRuns(db)).toEqual([empty]);
    expect(await totalOf(empty)).toBe(0);
    expect(await totalOf(file)).toBeNull();
  });
});
