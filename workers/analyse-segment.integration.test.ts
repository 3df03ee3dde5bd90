import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveScene } from '../fixtures/live-scene.ts';
import { renderSceneVideo } from '../fixtures/render-video.ts';
import { generateScene } from '../fixtures/scene.ts';
import { flushTracks, trackSegment } from '../pipeline/segment/track-segment.ts';
import type { TrackerState } from '../pipeline/track/tracker-state.ts';
import { analyseSegment, type AnalysisTools } from './analyse-segment.ts';
import { loadAnalysisTools } from './analysis-tools.ts';
import { findFfmpeg } from './media/find-ffmpeg.ts';
import { makeClip, withFolder } from './media/test-clip.ts';
import { PictureSizes } from './picture-sizes.ts';
import { storeStreams, type StoredStreams } from './testing/stored-streams.ts';

const H264 = ['-an', '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];
const FPS = 25;

const folder = await withFolder();
const at = (name: string) => join(folder.path, name);
let tools: AnalysisTools;
let expectedPlates: readonly string[];

beforeAll(async () => {
  ({ tools } = await loadAnalysisTools({ threads: 1, customPlates: [] }));
  const scene = await generateScene({
    ...liveScene({
      ...{ seed: 4, widthPx: 1280, heightPx: 720 },
      durationMs: 16_000,
      everyMs: 6000,
    }),
  });
  expectedPlates = scene.truth.vehicles.map(({ plate }) => plate).toSorted();
  const { path: ffmpegPath } = await findFfmpeg();
  await renderSceneVideo(scene, at('scene.mp4'), { ffmpegPath });
  const scene264 = ['-i', at('scene.mp4'), ...H264];
  await makeClip(at('main.mp4'), [...scene264, '-crf', '21', '-g', String(2 * FPS)]);
  // Other keyframes, and half as many pictures.
  const small = ['-vf', 'fps=12.5,scale=640:360', '-crf', '28', '-g', '15'];
  await makeClip(at('small.mp4'), [...scene264, ...small]);
}, 120_000);
afterAll(() => folder.remove());

async function analyse({ segments, services }: StoredStreams) {
  let state: TrackerState | null = null;
  const plates: string[] = [];
  const decoded: number[] = [];
  const pictureSizes = new PictureSizes();
  const view = { region: 'auto', analysisFps: 5, masks: [] };
  for (const segment of segments) {
    const { signal } = new AbortController();
    const { facts } = await analyseSegment(
      segment,
      view,
      services,
      { ...tools, pictureSizes },
      signal,
    );
    expect(facts).toMatchObject({ widthPx: 1280, heightPx: 720 });
    const tracked = trackSegment(state, facts, {
      segmentId: segment.id,
      startMs: segment.startedAt.getTime(),
      clockSource: 'camera',
    });
    state = tracked.state;
    plates.push(...tracked.finished.flatMap(({ plate }) => plate?.text ?? []));
    decoded.push(facts.framesDecoded);
  }
  if (state !== null) plates.push(...flushTracks(state).flatMap(({ plate }) => plate?.text ?? []));
  return { plates: plates.toSorted(), decoded };
}

describe('a segment with the smaller stream beside it', () => {
  it.each([0, 250, -250])(
    'gives every plate that the main stream alone gives, with its clock %d ms off',
    async (clockErrorMs) => {
      const files = { main: at('main.mp4'), second: at('small.mp4'), clockErrorMs };
      const both = await analyse(await storeStreams(files, at(`both ${clockErrorMs}`)));
      const alone = await analyse(
        await storeStreams({ main: files.main, second: null }, at(`alone ${clockErrorMs}`)),
      );
      expect(alone.plates).toEqual(expectedPlates);
      expect(both.plates).toEqual(expectedPlates);
      expect(Math.min(...alone.decoded)).toBe(2 * FPS);
      expect(Math.min(...both.decoded)).toBeLessThan(2 * FPS);
    },
    120_000,
  );

  it('isn’t decoded where nothing is to be seen, and says of every moment that it was looked at', async () => {
    const files = { main: at('main.mp4'), second: at('small.mp4') };
    const { segments, services } = await storeStreams(files, at('quiet'));
    const gone = segments.filter(({ sequence }) => sequence > 0);
    for (const { objectKey } of gone) await services.objects.delete(objectKey);
    const pictureSizes = new PictureSizes();
    const view = { region: 'auto', analysisFps: 5, masks: [] };
    const opened: number[] = [];
    for (const segment of segments) {
      const { signal } = new AbortController();
      try {
        const found = await analyseSegment(
          segment,
          view,
          services,
          { ...tools, pictureSizes },
          signal,
        );
        expect(found.facts.frames.length).toBeGreaterThanOrEqual(10);
      } catch (error) {
        expect(error).toMatchObject({ code: 'OBJECT_MISSING' });
        opened.push(segment.sequence);
      }
    }
    // The road is empty at the end; before, vehicles come by.
    expect(opened).not.toContain(segments.length - 1);
    expect(opened.length).toBeGreaterThan(0);
  }, 60_000);

  it('isn’t decoded for what a mask hides', async () => {
    const files = { main: at('main.mp4'), second: at('small.mp4') };
    const { segments, services } = await storeStreams(files, at('masked'));
    const polygon: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const view = { region: 'auto', analysisFps: 5, masks: [{ name: 'all', polygon }] };
    const own = { ...tools, pictureSizes: new PictureSizes() };
    for (const segment of segments) {
      const { signal } = new AbortController();
      const { facts } = await analyseSegment(segment, view, services, own, signal);
      expect(facts.framesDecoded).toBeLessThan(2 * FPS);
      // Its size is known from the first one.
      if (segment.sequence === 0) {
        for (const { objectKey } of segments) await services.objects.delete(objectKey);
      }
    }
  });

  it('is looked at from end to end where the smaller stream’s video is missing or broken', async () => {
    const files = { main: at('main.mp4'), second: at('small.mp4') };
    const { segments, services } = await storeStreams(files, at('broken'));
    const [segment] = segments;
    const view = { region: 'auto', analysisFps: 5, masks: [] };
    const { signal } = new AbortController();
    for (const detectionKey of [segment!.detectionKey!, 'footage/none/none/none']) {
      await services.objects.put(segment!.detectionKey!, Buffer.from('rubbish'));
      const { facts } = await analyseSegment(
        { ...segment!, detectionKey },
        view,
        services,
        tools,
        signal,
      );
      expect(facts.framesDecoded).toBe(2 * FPS);
    }
  });
});
