import { join } from 'node:path';
import { inventFleet } from '../../../fixtures/demo-scenes.ts';
import { PLATE_REGIONS } from '../../../fixtures/plate-text.ts';
import { renderSceneVideo } from '../../../fixtures/render-video.ts';
import { roadCamera } from '../../../fixtures/road-camera.ts';
import { generateScene } from '../../../fixtures/scene.ts';
import { seededRandom } from '../../../fixtures/seeded-random.ts';
import { findFfmpeg } from '../../../workers/media/find-ffmpeg.ts';
import { splitByCopy, type SegmentFile } from '../../../workers/media/split.ts';

export const SEGMENT_MS = 2000;
/** One vehicle comes past after the other, so that each segment shows one, here and there two. */
const BETWEEN_VEHICLES_MS = 4000;

/** Drawn traffic as a camera's stream is recorded: 720p at 25 frames a second, H.264, two seconds each. */
export async function makeLiveSegments(folder: string, count: number): Promise<SegmentFile[]> {
  const durationMs = count * SEGMENT_MS;
  const random = seededRandom(5);
  const fleet = inventFleet(Math.ceil(durationMs / BETWEEN_VEHICLES_MS) + 1, PLATE_REGIONS, random);
  const scene = await generateScene({
    ...{
      seed: 5,
      camera: roadCamera(1280, 720),
      fps: 25,
      durationMs,
      light: 'day',
      noiseSigma: 1.2,
    },
    vehicles: fleet.map((vehicle, i) => ({
      ...vehicle,
      ...{ view: 'front', laneXM: i % 2 === 0 ? -1.9 : 1.9, startZM: 45 },
      ...{ startMs: (i - 1) * BETWEEN_VEHICLES_MS, speedMps: -8.5 },
    })),
    walks: [],
  });
  const video = join(folder, 'live.mp4');
  await renderSceneVideo(scene, video, { ffmpegPath: (await findFfmpeg()).path });
  const outDir = join(folder, 'segments');
  const files: SegmentFile[] = [];
  const split = splitByCopy(video, { segmentMs: SEGMENT_MS, outDir, info: { rotationDeg: 0 } });
  for await (const file of split) files.push(file);
  return files;
}
