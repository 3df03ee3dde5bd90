import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WaysideError } from '../../pipeline/errors.ts';
import type { YuvPicture } from '../../pipeline/image/video-frame.ts';
import { encodeArgv, type EncodedVideo } from './encode-argv.ts';
import { findFfmpeg } from './find-ffmpeg.ts';

export interface VideoEncoder {
  /** Resolves when the picture's memory may be used again. */
  write(picture: YuvPicture): Promise<void>;
  /** Ends the file. @throws WaysideError DISK_FULL, ENCODE_FAILED, INTERRUPTED */
  end(): Promise<void>;
  /** Stops at once; the file is of no use. */
  kill(): void;
}

/**
 * Encodes pictures of one size as they come. Killed when the signal aborts.
 * @throws WaysideError FFMPEG_MISSING
 */
export async function openEncoder(
  video: EncodedVideo,
  outPath: string,
  signal: AbortSignal,
): Promise<VideoEncoder> {
  const ffmpeg = await findFfmpeg();
  const child = spawn(ffmpeg.path, encodeArgv(video, outPath), {
    stdio: ['pipe', 'ignore', 'pipe'],
    windowsHide: true,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  // What went wrong is told by `end`.
  child.stdin.on('error', () => undefined);
  child.on('error', () => undefined);
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => undefined);
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', kill, { once: true });
  const send = (bytes: Uint8Array): Promise<void> =>
    new Promise((written) => {
      if (!child.stdin.writable) {
        written();
        return;
      }
      child.stdin.write(bytes, () => {
        written();
      });
    });
  return {
    async write({ luma, chromaU, chromaV }) {
      await send(luma);
      await send(chromaU);
      await send(chromaV);
    },
    async end() {
      child.stdin.end();
      const [code] = await ended;
      signal.removeEventListener('abort', kill);
      if (signal.aborted) throw new WaysideError('INTERRUPTED', 'the worker is stopping');
      if (code === 0) return;
      if (/no space left/i.test(complaint)) {
        throw new WaysideError('DISK_FULL', `no space left for a clip at ${outPath}`);
      }
      throw new WaysideError('ENCODE_FAILED', 'ffmpeg could not encode the clip', {
        details: { ffmpeg: complaint.split('\n').slice(0, 5) },
      });
    },
    kill,
  };
}
