import type net from 'node:net';
import type { StreamClockReader } from '../../../pipeline/live/stream-clock.ts';
import type { CameraAddress } from './camera-address.ts';
import { CameraDialogue } from './camera-dialogue.ts';
import { InterleavedSplitter, type InterleavedSink } from './interleaved-splitter.ts';
import { openLocalDoor, type LocalDoor } from './local-door.ts';
import type { RelayFailure } from './relay-failure.ts';
import { RtpListener, TimelineBroken } from './rtp-listener.ts';
import { NotRtsp } from './rtsp-message.ts';

/** How long a camera may take to read the farewell. */
const FAREWELL_MS = 500;

/** A connection to a camera, open to one ffmpeg; it ends as soon as either does. */
export class LentConnection {
  readonly ended: Promise<RelayFailure | null>;
  readonly #address: CameraAddress;
  readonly #camera: net.Socket;
  readonly #listener: RtpListener;
  readonly #monotonicMs: () => number;
  readonly #openedMs: number;
  readonly #answerTimeoutMs: number;
  #door: LocalDoor | null = null;
  #dialogue: CameraDialogue | null = null;
  #ffmpeg: net.Socket | null = null;
  #failure: RelayFailure | null = null;
  #isEnding = false;
  #answerTimer: NodeJS.Timeout | null = null;
  #settleEnded!: (failure: RelayFailure | null) => void;

  constructor(
    address: CameraAddress,
    camera: net.Socket,
    answerTimeoutMs: number,
    { nowMs, monotonicMs }: { readonly nowMs: () => number; readonly monotonicMs: () => number },
  ) {
    this.#address = address;
    this.#camera = camera;
    this.#answerTimeoutMs = answerTimeoutMs;
    this.#monotonicMs = monotonicMs;
    this.#openedMs = monotonicMs();
    this.#listener = new RtpListener(() => ({ wallMs: nowMs(), monotonicMs: monotonicMs() }));
    this.ended = new Promise((settle) => {
      this.#settleEnded = settle;
    });
  }

  /** Has to be called once, before anything else. */
  async open(): Promise<void> {
    const door = await openLocalDoor((ffmpeg) => this.#welcome(ffmpeg));
    this.#door = door;
    this.#dialogue = new CameraDialogue(this.#address, door.url, this.#listener, {
      toCamera: (bytes) => {
        this.#toCamera(bytes);
      },
      toFfmpeg: (bytes) => {
        this.#toFfmpeg(bytes);
      },
      failed: (failure) => {
        this.#failure ??= failure;
      },
      hangUp: () => {
        this.#end();
      },
    });
    this.#listen();
  }

  get localUrl(): string {
    return this.#door!.url;
  }

  get clock(): StreamClockReader {
    return this.#listener.clock;
  }

  get failure(): RelayFailure | null {
    return this.#failure;
  }

  silentMs(): number {
    return this.#monotonicMs() - (this.#listener.lastArrivalMs ?? this.#openedMs);
  }

  async close(): Promise<void> {
    this.#end();
    this.#ffmpeg?.destroy();
    await this.ended;
  }

  #listen(): void {
    const camera = this.#camera;
    const splitter = new InterleavedSplitter({
      message: (message) => {
        this.#dialogue!.fromCamera(message);
        this.#awaitAnswer();
      },
      frame: (channel, bytes, at, size) => this.#listener.frame(channel, bytes, at, size),
      pass: (bytes) => {
        this.#toFfmpeg(bytes);
      },
    });
    camera.on('data', (chunk: Buffer) => {
      if (this.#isEnding) return;
      try {
        splitter.push(chunk);
      } catch (error) {
        const isStrange = error instanceof NotRtsp && !this.#dialogue!.isPlaying;
        this.#lose(garbled(error), isStrange ? 'CAMERA_NO_VIDEO' : 'CAMERA_DISCONNECTED');
      }
    });
    camera.on('drain', () => this.#ffmpeg?.resume());
    camera.once('error', (error: NodeJS.ErrnoException) => {
      this.#lose(`broke the connection: ${error.code ?? error.message}.`);
    });
    camera.once('close', () => {
      this.#lose('ended the connection.');
      this.#settle();
    });
    // It may have gone while the door was opened.
    if (camera.closed) this.#lose('ended the connection.');
  }

  /** What follows from the connection to ffmpeg; it ends as ffmpeg does. */
  #welcome(ffmpeg: net.Socket): InterleavedSink {
    this.#ffmpeg = ffmpeg;
    ffmpeg.on('drain', () => this.#camera.resume());
    ffmpeg.once('close', () => {
      this.#end();
      this.#settle();
    });
    return {
      message: (message) => {
        this.#dialogue!.fromFfmpeg(message);
        this.#awaitAnswer();
      },
      frame: () => true,
      pass: (bytes) => {
        this.#toCamera(bytes);
      },
    };
  }

  #toCamera(bytes: Buffer): void {
    if (this.#camera.writable && !this.#camera.write(bytes)) this.#ffmpeg?.pause();
  }

  #toFfmpeg(bytes: Buffer): void {
    if (this.#ffmpeg?.writable === true && !this.#ffmpeg.write(bytes)) this.#camera.pause();
  }

  #awaitAnswer(): void {
    if (this.#answerTimer !== null) clearTimeout(this.#answerTimer);
    this.#answerTimer = null;
    if (this.#isEnding || !this.#dialogue!.isWaiting) return;
    this.#answerTimer = setTimeout(() => {
      this.#failure ??= this.#described('CAMERA_STALLED', 'doesn’t answer.');
      this.#end();
    }, this.#answerTimeoutMs);
  }

  #lose(what: string, cause: RelayFailure['cause'] = 'CAMERA_DISCONNECTED'): void {
    if (!this.#isEnding) this.#failure ??= this.#described(cause, what);
    this.#end();
  }

  #described(cause: RelayFailure['cause'], what: string): RelayFailure {
    return { cause, message: `The camera at ${this.#address.label} ${what}` };
  }

  /** Says farewell on both sides; ffmpeg gets what came, and an end. */
  #end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#answerTimer !== null) clearTimeout(this.#answerTimer);
    this.#door?.close();
    this.#ffmpeg?.end();
    if (this.#camera.writable) {
      this.#dialogue?.tearDown();
      this.#camera.end();
      this.#camera.resume();
      const late = setTimeout(() => this.#camera.destroy(), FAREWELL_MS);
      this.#camera.once('close', () => {
        clearTimeout(late);
      });
    } else this.#camera.destroy();
    this.#settle();
  }

  #settle(): void {
    if (this.#isEnding && this.#camera.closed && this.#ffmpeg?.closed !== false) {
      this.#settleEnded(this.#failure);
    }
  }
}

function garbled(error: unknown): string {
  if (error instanceof NotRtsp) return 'sent something that isn’t RTSP.';
  if (error instanceof TimelineBroken) return 'started its times anew.';
  return 'sent something that can’t be read.';
}
