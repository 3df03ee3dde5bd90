import { join } from 'node:path';
import { startLiveFeed } from '../../../fixtures/live-feed.ts';
import { liveScene } from '../../../fixtures/live-scene.ts';
import { renderSceneVideo } from '../../../fixtures/render-video.ts';
import type { SceneTruth } from '../../../fixtures/scene-truth.ts';
import { generateScene } from '../../../fixtures/scene.ts';
import { findFfmpeg } from '../../../workers/media/find-ffmpeg.ts';
import { startRtspServer } from '../../../workers/testing/rtsp/rtsp-server.ts';

export interface LiveCamera {
  readonly cameraId: string;
  readonly url: string;
  /** When the first picture of its scene was taken, Unix epoch. */
  readonly firstPictureMs: number;
}

/** RTSP cameras over one generated scene, each with an encoder of its own. */
export interface LiveCameras {
  readonly truth: SceneTruth;
  readonly cameras: readonly LiveCamera[];
  close(): Promise<void>;
}

export interface LiveCamerasOptions {
  readonly folder: string;
  readonly cameras: number;
  /** 16:9. */
  readonly heightPx: number;
  readonly keyframeSeconds: number;
  /** Of the scene, until it begins again. */
  readonly sceneMs: number;
}

export async function startLiveCameras(options: LiveCamerasOptions): Promise<LiveCameras> {
  const { folder, heightPx, keyframeSeconds, sceneMs } = options;
  const { path: ffmpegPath } = await findFfmpeg();
  const widthPx = Math.round((heightPx * 16) / 9 / 2) * 2;
  const scene = await generateScene(liveScene({ seed: 4, widthPx, heightPx, durationMs: sceneMs }));
  const clip = join(folder, 'scene.mp4');
  await renderSceneVideo(scene, clip, { ffmpegPath, crf: 18 });
  const { truth } = scene;
  const feed = await startLiveFeed({ ffmpegPath, clip, widthPx, fps: truth.fps, keyframeSeconds });
  const closers = [() => feed.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const server = await startRtspServer();
    closers.push(() => server.close());
    const cameras: LiveCamera[] = [];
    for (let number = 1; number <= options.cameras; number++) {
      const cameraId = `camera-${number}`;
      const path = `/${cameraId}`;
      await server.mount(path, { feed: { livePort: feed.port } });
      const { firstPictureMs } = feed.runs.at(-1)!;
      cameras.push({ cameraId, url: server.url(path), firstPictureMs });
    }
    return { truth, cameras, close };
  } catch (error) {
    await close();
    throw error;
  }
}
