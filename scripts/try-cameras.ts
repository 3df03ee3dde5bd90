/**
 * Two cameras to try Wayside with, where there are none at hand: RTSP streams of made-up roads, shown over
 * and over, the second behind a password. `npm run -s try-cameras` says what to put into wayside.yaml.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoScenes } from '../fixtures/demo-scenes.ts';
import { renderSceneVideo } from '../fixtures/render-video.ts';
import { generateScene } from '../fixtures/scene.ts';
import { findFfmpeg } from '../workers/media/find-ffmpeg.ts';
import { runFfmpeg } from '../workers/media/ffmpeg.ts';
import { startRtspServer } from '../workers/testing/rtsp/rtsp-server.ts';

const SEED = 7;
const FIRST_PORT = 8554;
const PASSWORD = 'look-but-do-not-tell';

const ffmpeg = await findFfmpeg();
const server = await startRtspServer().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
const folder = await mkdtemp(join(tmpdir(), 'wayside-cameras-'));

async function stop(): Promise<void> {
  await server.close();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

/** As cameras send it: a keyframe a second, no B-frames. */
async function forCamera(from: string, to: string): Promise<void> {
  const { ended } = runFfmpeg(ffmpeg, [
    ...['-nostdin', '-loglevel', 'error', '-i', `file:${from}`, '-an', '-c:v', 'libx264'],
    ...['-preset', 'veryfast', '-bf', '0', '-g', '15', '-sc_threshold', '0', '-pix_fmt', 'yuv420p'],
    `file:${to}`,
  ]);
  const { exitCode, errors } = await ended;
  if (exitCode !== 0) throw new Error(`ffmpeg failed: ${errors.join('; ')}`);
}

process.stderr.write('drawing two roads …\n');
const scenes = demoScenes({ seed: SEED }).slice(0, 2);
for (const [index, { id, options }] of scenes.entries()) {
  const drawn = join(folder, `${id}-drawn.mp4`);
  const file = join(folder, `${id}.mp4`);
  await renderSceneVideo(await generateScene(options), drawn, { ffmpegPath: ffmpeg.path });
  await forCamera(drawn, file);
  await server.mount(`/${id}`, {
    feed: { file },
    port: FIRST_PORT + index,
    ...(index === 1 && { login: { user: 'viewer', password: PASSWORD, method: 'digest' } }),
  });
}
const [open, locked] = scenes.map(({ id }) => id);
const [first, second] = scenes.map(({ options }) => options.vehicles.map(({ plate }) => plate));
const seenByBoth = first!.find(
  ({ text, region }) => region === 'eu' && second!.some((plate) => plate.text === text),
)!.text;
process.stdout.write(`Two cameras are on until Ctrl-C. In wayside.yaml:

cameras:
  - name: ${open!}
    url: rtsp://127.0.0.1:${FIRST_PORT}/${open!}
    occasion: trying Wayside out
    place: { latitude: 47.3769, longitude: 8.5417, heading: 200 }
  - name: ${locked!}
    url: rtsp://viewer:\${MILL_STREET_PASSWORD}@127.0.0.1:${FIRST_PORT + 1}/${locked!}
    occasion: trying Wayside out

and in the terminal where it is to run:

  MILL_STREET_PASSWORD=${PASSWORD} npm run -s wayside -- up

Half a minute later, in another one:

  npm run -s wayside -- cameras
  npm run -s wayside -- find ${seenByBoth} --case try-out --reason "looking around"
`);
