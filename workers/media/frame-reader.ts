import type { Readable } from 'node:stream';
import type { VideoFrame } from '../../pipeline/image/video-frame.ts';
import { bytesOf, frameFrom, type FrameLayout } from './frame-layout.ts';
import { FrameTimes } from './frame-times.ts';

/** Pictures read ahead, so that decoding goes on while the last one is being looked at. */
const READ_AHEAD = 3;
/** As many as are in use at a time, from the reader to the last stage. */
const MOST_SPARE = 8;

/**
 * Puts frames together from the two streams of `decodeArgv`.
 * Holds at most `READ_AHEAD` whole frames; beyond that the pipe fills and ffmpeg waits.
 */
export class FrameReader {
  readonly #pictures: Readable;
  readonly #layout: FrameLayout;
  readonly #times = new FrameTimes();
  readonly #whole: Uint8Array[] = [];
  /** Memory of frames that were given back. Fresh memory costs the system a page fault every 4 KiB. */
  readonly #spare: Uint8Array[] = [];
  #part: Uint8Array | null = null;
  #filled = 0;
  #open = 2;
  #wake: (() => void) | null = null;

  constructor(pictures: Readable, times: Readable, layout: FrameLayout) {
    this.#pictures = pictures;
    this.#layout = layout;
    pictures.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    times.setEncoding('utf8').on('data', (text: string) => {
      this.#times.add(text);
      this.#wake?.();
    });
    for (const stream of [pictures, times]) {
      stream.once('close', () => {
        this.#open--;
        this.#wake?.();
      });
    }
  }

  /** The next frame; null at the end (a picture cut short is left out). */
  async next(): Promise<VideoFrame | null> {
    while (this.#whole.length === 0 || !this.#times.waiting) {
      if (this.#open === 0) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    const bytes = this.#whole.shift()!;
    if (this.#whole.length < READ_AHEAD) this.#pictures.resume();
    return frameFrom(bytes, this.#layout, this.#times.take()!);
  }

  /** Takes a frame's memory back for a later frame. */
  recycle(frame: VideoFrame): void {
    if (this.#spare.length < MOST_SPARE) this.#spare.push(bytesOf(frame));
  }

  #take(chunk: Buffer): void {
    let from = 0;
    while (from < chunk.length) {
      // Not zeroed: every byte is written before the frame is handed on.
      this.#part ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#layout.byteLength);
      const length = Math.min(chunk.length - from, this.#layout.byteLength - this.#filled);
      this.#part.set(chunk.subarray(from, from + length), this.#filled);
      from += length;
      this.#filled += length;
      if (this.#filled === this.#layout.byteLength) {
        this.#whole.push(this.#part);
        this.#part = null;
        this.#filled = 0;
        if (this.#whole.length >= READ_AHEAD) this.#pictures.pause();
        this.#wake?.();
      }
    }
  }
}
