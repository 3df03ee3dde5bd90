import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Segment } from '../../store/schema.ts';
import { startTestPostgres, type TestPostgres } from '../../store/testing/test-postgres.ts';
import { openIngestHouse, type IngestHouse } from '../ingest/testing/ingest-house.ts';
import { checkNothingLost } from '../testing/faults/check-nothing-lost.ts';
import { makeLoopClip } from '../testing/faults/loop-clip.ts';
import { startRtspServer, type RtspServer } from '../testing/rtsp/rtsp-server.ts';
import { withFolder } from '../media/test-clip.ts';
import { rtspMissing } from '../testing/rtsp/rtsp-missing.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 400_000 });

const WITHIN = { timeout: 120_000, interval: 300 };
/** Further off than this no camera is believed (`pipeline/live/stream-clock.ts`). */
const AHEAD_MS = 8_000;
/** One tells the time, the other leaves it to the machine that records. */
const CAMERAS = ['has-a-clock', 'has-none'] as const;

/** The clock is handed in, since a test can't set the machine's. */
describe.skipIf(rtspMissing() !== null)('a machine whose clock is set', () => {
  let postgres: TestPostgres;
  let house: IngestHouse;
  let rtsp: RtspServer;
  let offsetMs = 0;
  const folder = withFolder();

  const countOf = async (id: string): Promise<number> => (await house.segmentsOf(id)).length;
  const moreOfEach = async (): Promise<void> => {
    for (const id of CAMERAS) {
      const before = await countOf(id);
      await vi.waitFor(async () => {
        expect(await countOf(id)).toBeGreaterThan(before + 2);
      }, WITHIN);
    }
  };

  beforeAll(async () => {
    postgres = await startTestPostgres();
    house = await openIngestHouse(postgres.url, postgres.url);
    rtsp = await startRtspServer();
    const file = await makeLoopClip((await folder).path);
    const sources = [];
    for (const id of CAMERAS) {
      await rtsp.mount(`/${id}`, {
        feed: { file },
        reports: id === 'has-a-clock' ? 'true' : 'none',
      });
      sources.push({ ...(await house.addCamera(id)), url: rtsp.url(`/${id}`) });
    }
    house.sources.change(sources);
    const ingest = house.runIngest({}, () => Date.now() + offsetMs);
    await moreOfEach();
    offsetMs = AHEAD_MS;
    await moreOfEach();
    offsetMs = 0;
    await moreOfEach();
    await ingest.stop();
  });
  afterAll(async () => {
    await rtsp.close();
    await house.close();
    await postgres.stop();
    await (await folder).remove();
  });

  const runsOf = (segments: readonly Segment[]): readonly Segment[][] =>
    [...new Set(segments.map(({ footageId }) => footageId))].map((footageId) =>
      segments
        .filter((each) => each.footageId === footageId)
        .toSorted((a, b) => a.sequence - b.sequence),
    );

  it('goes by the clock of a camera that has one, and notices nothing', async () => {
    const segments = await house.segmentsOf('has-a-clock');
    expect(new Set(segments.map(({ clockSource }) => clockSource))).toEqual(new Set(['camera']));
    expect(runsOf(segments)).toHaveLength(1);
    expect(await house.gapsOf('has-a-clock')).toEqual([]);
  });

  it('begins a run with each new time of its own, and keeps every segment of each', async () => {
    const segments = await house.segmentsOf('has-none');
    expect(new Set(segments.map(({ clockSource }) => clockSource))).toEqual(new Set(['arrival']));
    const runs = runsOf(segments);
    expect(runs.length).toBeGreaterThanOrEqual(3);
    for (const run of runs) {
      expect(run.map(({ sequence }) => sequence)).toEqual(run.map((_, i) => i));
      run.slice(1).forEach(({ startedAt }, i) => {
        expect(Math.abs(startedAt.getTime() - run[i]!.endedAt.getTime())).toBeLessThan(1000);
      });
    }
  });

  it('loses nothing: each moment is video or a gap, no object is left over', async () => {
    const found = await checkNothingLost({
      db: house.database.kysely,
      objects: house.services.objects,
      queues: house.services.queues,
      spoolFolder: house.ingestConfig.spool.folder,
    });
    // Nobody has looked at them yet.
    const unlookedAt = found.lost.filter((line) => !line.includes('object'));
    expect(unlookedAt).toEqual([]);
    expect(found.orphans).toEqual([]);
    expect(found.stuck.filter((line) => line.includes('spool'))).toEqual([]);
  });
});
