import { buffer } from 'node:stream/consumers';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBytesByTicket } from '../../keeper/client/sealed-objects.ts';
import type { Segment } from '../../store/schema.ts';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { decodeFrames } from '../media/frames.ts';
import { probe } from '../media/probe.ts';
import { H264, makeClip, movingSource, withFolder } from '../media/test-clip.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';
import { startRtspServer, type RtspServer } from '../testing/rtsp/rtsp-server.ts';
import { missingSeconds, openIngestHouse, type IngestHouse } from './testing/ingest-house.ts';

const WITHIN = { timeout: 40_000, interval: 200 };

describe.skipIf(rtspMissing() !== null)('ingest of two streams over RTSP', async () => {
  const folder = await withFolder();
  let postgres: TestPostgres;
  let house: IngestHouse;
  let server: RtspServer;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    house = await openIngestHouse(postgres.url, postgres.url);
    const clip = async (name: string, widthPx: number, heightPx: number) => {
      const path = join(folder.path, name);
      return makeClip(path, [...movingSource(widthPx, heightPx, 4), ...H264, '-bf', '0']);
    };
    server = await startRtspServer();
    await server.mount('/main', { feed: { file: await clip('main.mp4', 640, 360) } });
    await server.mount('/small', { feed: { file: await clip('small.mp4', 160, 90) } });
  });
  afterAll(async () => {
    await house.close();
    await server.close();
    await postgres.stop();
    await folder.remove();
  });

  const segments = () => house.segmentsOf('gate');
  const causeOf = async () =>
    (
      await house.database.kysely
        .selectFrom('cameraState')
        .select('detectionCause')
        .where('cameraId', '=', 'gate')
        .executeTakeFirst()
    )?.detectionCause;

  /** Waits for some more segments that have the smaller stream's video, or haven't. */
  async function next(count: number, { isWith }: { readonly isWith: boolean }): Promise<void> {
    const fits = (segment: Segment) => (segment.detectionKey !== null) === isWith;
    const before = (await segments()).filter(fits).length;
    await expect
      .poll(async () => (await segments()).filter(fits).length, WITHIN)
      .toBeGreaterThanOrEqual(before + count);
  }

  it('stores the smaller stream with each segment while it is there, and every segment of the main one', async () => {
    const camera = await house.addCamera('gate');
    const [url, detectionUrl] = [server.url('/main'), server.url('/small')];
    house.sources.change([{ ...camera, url, detectionUrl }]);
    const ingest = house.runIngest();
    await next(3, { isWith: true });
    await expect.poll(causeOf, WITHIN).toBeNull();

    await server.stop('/small');
    await next(3, { isWith: false });
    await expect.poll(causeOf, WITHIN).toMatch(/^CAMERA_(UNREACHABLE|DISCONNECTED)$/);

    await server.start('/small');
    await next(3, { isWith: true });
    await expect.poll(causeOf, WITHIN).toBeNull();
    await ingest.stop();

    const rows = await segments();
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, i) => i));
    expect(new Set(rows.map(({ footageId }) => footageId)).size).toBe(1);
    expect(await house.gapsOf('gate')).toEqual([]);
    expect(missingSeconds(rows, [])).toBe(0);
    expect(ingest.counters).toMatchObject({ segments: rows.length, spoolEntries: 0 });

    const { objects, keeper } = house.services;
    const named = rows.flatMap(({ objectKey, detectionKey }) => [objectKey, detectionKey]);
    const stored: string[] = [];
    for await (const { key } of objects.list('footage/')) stored.push(key);
    expect(stored.toSorted()).toEqual(named.filter((key) => key !== null).toSorted());

    const withSecond = rows.filter(({ detectionKey }) => detectionKey !== null);
    for (const [index, row] of withSecond.entries()) {
      const { detectionKey, detectionTicket, detectionOffsetMs } = row;
      const sealed = await buffer(await objects.get(detectionKey!));
      const path = join(folder.path, `second-${index}.mkv`);
      await writeFile(
        path,
        await openBytesByTicket(keeper, detectionKey!, detectionTicket!, sealed),
      );
      const info = await probe(path);
      expect(info).toMatchObject({ widthPx: 160, heightPx: 90 });
      const times: number[] = [];
      for await (const { mediaMs } of decodeFrames(path, { analysisFps: 1000, info })) {
        times.push(mediaMs + detectionOffsetMs!);
      }
      // From before the segment's first picture to its last, without a hole.
      expect(times[0]).toBeLessThanOrEqual(0);
      const lengthMs = row.endedAt.getTime() - row.startedAt.getTime();
      expect(times.at(-1)).toBeGreaterThan(lengthMs - 100);
      for (const [i, at] of times.entries()) {
        if (i > 0) expect(at - times[i - 1]!).toBeLessThan(100);
      }
    }
  });
});
