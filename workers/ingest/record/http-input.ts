import { PassThrough, pipeline } from 'node:stream';
import type { RecordingEnd } from './recording.ts';
import { readCameraAddress } from '../rtsp/camera-address.ts';
import { openHttpStream, refusal } from './http-stream.ts';
import type { StreamInput, StreamInputOptions } from './stream-input.ts';

const ANSWER_WITHIN_MS = 10_000;

/** What ffmpeg may take a body for when its type doesn't say: nothing that names other addresses. */
const FORMATS = 'mpegts,matroska,webm,flv,mov,mp4,h264,hevc,mjpeg';

/** Types that are something else for sure. HLS is a playlist: that would be one request after another. */
const NOT_A_STREAM: readonly (readonly [RegExp, string])[] = [
  [/mpegurl/i, 'gives an HLS playlist, which isn’t read'],
  [/^image\//i, 'gives a single picture'],
  [/^(text|application\/(json|xml))/i, 'gives no video'],
];

/**
 * A stream in one HTTP answer: MJPEG as cameras send it (`multipart/x-mixed-replace`), MPEG-TS, or another
 * container that can be read from its start on. The body goes to ffmpeg's standard input, so that ffmpeg
 * knows neither address nor password and reaches no network.
 * @param url `http://` or `https://`; a self-made certificate is pinned by `#sha256=…` at the end
 * @throws WaysideError as `openHttpStream`
 */
export async function openHttpInput(
  url: URL,
  { signal, monotonicMs }: StreamInputOptions,
): Promise<StreamInput> {
  const address = readCameraAddress(url.href);
  const { response, socket } = await openHttpStream(address, {
    signal,
    timeoutMs: ANSWER_WITHIN_MS,
  });
  const type = response.headers['content-type'] ?? '';
  const objection = NOT_A_STREAM.find(([sign]) => sign.test(type))?.[1];
  if (objection !== undefined) {
    socket.destroy();
    throw refusal(address, 'CAMERA_NO_VIDEO', objection);
  }

  let lastMs = monotonicMs();
  let failure: RecordingEnd | null = null;
  socket.once('error', ({ message }) => {
    failure = {
      cause: 'CAMERA_DISCONNECTED',
      message: `The connection to ${address.label} broke: ${message}.`,
    };
  });
  socket.on('data', () => {
    lastMs = monotonicMs();
  });
  const body = new PassThrough();
  pipeline(response, body, () => undefined);
  const isMultipart = /^multipart\//i.test(type);
  return {
    argv: [
      ...(isMultipart
        ? // Such a stream has no times of its own.
          ['-use_wallclock_as_timestamps', '1', '-f', 'mpjpeg']
        : ['-format_whitelist', FORMATS]),
      ...['-noautorotate', '-protocol_whitelist', 'pipe', '-i', 'pipe:0'],
    ],
    body,
    rotationDeg: 0,
    clock: null,
    isTimedByWallClock: isMultipart,
    silentMs: () => monotonicMs() - lastMs,
    get failure() {
      return failure;
    },
    endsWhenClosed: true,
    close: () => {
      socket.destroy();
      body.end();
      return Promise.resolve();
    },
  };
}
