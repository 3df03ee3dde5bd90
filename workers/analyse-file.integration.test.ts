import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busyScene } from '../fixtures/bench-scenes.ts';
import { renderSceneVideo } from '../fixtures/render-video.ts';
import { generateScene } from '../fixtures/scene.ts';
import { loadObjectDetector } from '../models/object-detector.ts';
import { loadTextLocaliser } from '../models/text-localiser.ts';
import { loadTextReader } from '../models/text-reader.ts';
import type { Track } from '../pipeline/track/track.ts';
import { analyseFile, type AnalyseOptions, type AnalyseSummary } from './analyse-file.ts';
import { findFfmpeg } from './media/find-ffmpeg.ts';

const DURATION_MS = 6000;

/** A parked car, and another that drives up and past it. Few frames, so that drawing them is quick. */
async function makeClip(path: string) {
  const busy = busyScene(DURATION_MS);
  const [parked, , , passing] = busy.vehicles;
  const scene = await generateScene({
    ...busy,
    fps: 5,
    vehicles: [
      parked!,
      { ...passing!, laneXM: 1.9, startZM: 45, startMs: 0, speedMps: -7, objectClass: 'car' },
    ],
    walks: [],
  });
  await renderSceneVideo(scene, path, { ffmpegPath: (await findFfmpeg()).path });
  return scene.truth;
}

describe('analyseFile', () => {
  let folder = '';
  let models: AnalyseOptions['models'];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-analyse-'));
    const session = { threads: 1 };
    models = {
      objects: await loadObjectDetector(session),
      localiser: await loadTextLocaliser(session),
      reader: await loadTextReader(session),
    };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function analyse(path: string, given: Partial<AnalyseOptions> = {}) {
    const tracks: Track[] = [];
    let summary: AnalyseSummary | null = null;
    for await (const result of analyseFile(path, { models, ...given })) {
      if (result.type === 'track') tracks.push(result.track);
      else summary = result.summary;
    }
    return { tracks, summary: summary! };
  }

  it('finds the two cars of a drawn road, each with its own plate', async () => {
    const path = join(folder, 'road.mp4');
    const truth = await makeClip(path);
    const progress: number[] = [];
    const { tracks, summary } = await analyse(path, {
      onProgress: ({ mediaMs }) => progress.push(mediaMs),
    });
    const read = tracks.filter((t) => t.plate !== null);
    expect(read.map((t) => t.plate!.text).sort()).toEqual(
      truth.vehicles.map((v) => v.plate).sort(),
    );
    const [parked, passing] = truth.vehicles.map((v) =>
      read.find((t) => t.plate!.text === v.plate)!,
    );
    expect(parked).toMatchObject({ directionDeg: null, colour: truth.vehicles[0]!.colour });
    expect(parked!.lastMs - parked!.firstMs).toBeGreaterThan(5000);
    expect(Math.abs(passing!.directionDeg! - 180)).toBeLessThan(70);
    expect(passing!.colour).toBe(truth.vehicles[1]!.colour);
    expect(summary).toMatchObject({ framesDecoded: 30, framesAnalysed: 30, damage: null });
    expect(summary.durationMs).toBeCloseTo(DURATION_MS, -2);
    expect(summary.realTimeFactor).toBeCloseTo(summary.durationMs / summary.wallMs, 5);
    expect(summary.peakRssMb).toBeGreaterThan(50);
    expect(progress).toHaveLength(30);
  });

  it('stops when it is told to', async () => {
    const path = join(folder, 'road.mp4');
    const stop = new AbortController();
    const onProgress = () => {
      stop.abort();
    };
    await expect(analyse(path, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });

  it('says what is wrong with a file that is no video', async () => {
    await expect(analyse(join(folder, 'none.mp4'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    const text = join(folder, 'text.mp4');
    await writeFile(text, 'not a video');
    await expect(analyse(text)).rejects.toMatchObject({ code: 'NOT_MEDIA' });
  });
});
