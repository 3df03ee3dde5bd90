import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { processIdentity } from '../../store/embedded/process-identity.ts';
import type { ObjectSummary } from '../../store/objects/objects.ts';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { startIngest } from './start-ingest.ts';
import { missingSeconds, openIngestHouse, type IngestHouse } from './testing/ingest-house.ts';

const WITHIN = { timeout: 30_000, interval: 200 };

describe('an ingest process', () => {
  let postgres: TestPostgres;
  let house: IngestHouse;

  beforeEach(async () => {
    postgres = await startTestPostgres();
    house = await openIngestHouse(postgres.url, postgres.url);
  });
  afterEach(async () => {
    await house.close();
    await postgres.stop();
  });

  const startIngestHere = async (lines: string[] = []) => {
    const ingest = await startIngest(house.ingestConfig, house.sources, {
      onLog: (line) => lines.push(line),
    });
    onTestFinished(() => ingest.stop());
    return ingest;
  };
  const count = async (cameraId: string) => (await house.segmentsOf(cameraId)).length;
  const footageObjects = async () => {
    const found: ObjectSummary[] = [];
    for await (const object of house.services.objects.list('footage/')) found.push(object);
    return found.map(({ key }) => key).sort();
  };

  it('killed again and again loses nothing that was recorded, and tells the time it was gone', async () => {
    const ids = ['bridge', 'gate'];
    house.sources.change(await Promise.all(ids.map((id) => house.addCamera(id))));
    const lines: string[] = [];
    const ingest = await startIngestHere(lines);
    for (let kill = 0; kill < 3; kill++) {
      for (const id of ids) {
        const before = await count(id);
        await expect.poll(() => count(id), WITHIN).toBeGreaterThan(before + 1);
      }
      // At any moment of a segment.
      await sleep(Math.random() * 1000);
      const { pid } = ingest;
      process.kill(pid!, 'SIGKILL');
      await expect.poll(() => ingest.pid !== null && ingest.pid !== pid, WITHIN).toBe(true);
    }
    for (const id of ids) {
      const before = await count(id);
      await expect.poll(() => count(id), WITHIN).toBeGreaterThan(before + 1);
    }
    await ingest.stop();

    expect(await readdir(house.ingestConfig.spool.folder)).toEqual([]);
    const all = (await Promise.all(ids.map((id) => house.segmentsOf(id)))).flat();
    expect(await footageObjects()).toEqual(all.map(({ objectKey }) => objectKey).sort());
    for (const id of ids) {
      const segments = await house.segmentsOf(id);
      const gaps = await house.gapsOf(id);
      expect(missingSeconds(segments, gaps)).toBe(0);
      expect(gaps.map(({ cause }) => cause)).toEqual(Array(3).fill('INGEST_STOPPED'));
      // What was half written is salvaged: a kill and a start cost a few seconds, not a segment as well.
      for (const { startedAt, endedAt } of gaps) {
        expect(endedAt.getTime() - startedAt.getTime()).toBeLessThan(15_000);
      }
      const runs = await house.database.kysely
        .selectFrom('footage')
        .selectAll()
        .where('cameraId', '=', id)
        .execute();
      const of = (footageId: string) => segments.filter((each) => each.footageId === footageId);
      for (const run of runs) {
        const sequences = of(run.id).map(({ sequence }) => sequence);
        expect(sequences.sort((a, b) => a - b)).toEqual(sequences.map((_, i) => i));
        expect(run.segmentsTotal).toBe(sequences.length);
      }
      // No two pieces of video of the same time.
      segments.slice(1).forEach(({ startedAt }, i) => {
        expect(startedAt.getTime()).toBeGreaterThanOrEqual(segments[i]!.endedAt.getTime() - 200);
      });
    }
  });

  it('hears of changed cameras, tells no password, and ends within ten seconds', async () => {
    const camera = await house.addCamera('bridge');
    const lines: string[] = [];
    const ingest = await startIngestHere(lines);
    const secret = 'rtsp://operator:Kq7-hidden@127.0.0.1:1/stream';
    house.sources.change([{ ...camera, url: secret }]);
    await expect
      .poll(async () => (await house.gapsOf('bridge')).map(({ cause }) => cause), WITHIN)
      .toEqual(['CAMERA_UNREACHABLE']);
    house.sources.change([camera]);
    await expect.poll(() => count('bridge'), WITHIN).toBeGreaterThan(1);
    const { pid } = ingest;
    const before = performance.now();
    await ingest.stop();
    expect(performance.now() - before).toBeLessThan(10_500);
    expect(await processIdentity(pid!)).toBeNull();
    expect(lines.join('\n')).toContain('CAMERA_UNREACHABLE');
    expect(lines.join('\n')).not.toContain('Kq7');
  });

  it('says with a code why it can’t start', async () => {
    const spool = { ...house.ingestConfig.spool, folder: '/dev/null/spool' };
    const failing = startIngest({ ...house.ingestConfig, spool }, house.sources);
    await expect(failing).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  });
});
