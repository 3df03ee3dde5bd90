import type net from 'node:net';
import { performance } from 'node:perf_hooks';
import { WaysideError } from '../../../pipeline/errors.ts';
import type { StreamClockReader } from '../../../pipeline/live/stream-clock.ts';
import { readCameraAddress, type CameraAddress } from './camera-address.ts';
import { CameraDialogue } from './camera-dialogue.ts';
import { connectCamera } from './connect-camera.ts';
import { InterleavedSplitter, type InterleavedSink } from './interleaved-splitter.ts';
import { openLocalDoor, type LocalDoor } from './local-door.ts';
import type { RelayFailure } from './relay-failure.ts';
import { RtpListener, TimelineBroken } from './rtp-listener.ts';
import { NotRtsp } from './rtsp-message.ts';

export interface RtspRelayOptions {
  /** Ends the relay and whatever is connected to it. */
  readonly signal?: AbortSignal;
  /** The machine's clock, milliseconds since the Unix epoch; it may jump. */
  readonly nowMs?: () => number;
  /** Milliseconds since any moment; it never jumps. */
  readonly monotonicMs?: () => number;
  /** How long a camera may take to accept the connection, and to answer each request until it plays. */
  readonly answerTimeoutMs?: number;
}

/** One connection to a camera, lent to one ffmpeg. */
export interface RtspRelay {
  /**
   * For ffmpeg, with `-rtsp_transport tcp -copyts`: on the loopback interface, without name and password,
   * good for one connection.
   */
  readonly localUrl: string;
  readonly clock: StreamClockReader;
  /** For how long no video has come, milliseconds; before the first since the relay was opened. */
  silentMs(): number;
  /** What was wrong with the camera; null while it gives video, and when the relay was closed from here. */
  readonly failure: RelayFailure | null;
  /** Settles when both connections are closed; never rejects. */
  readonly ended: Promise<RelayFailure | null>;
  /** Closes both connections. */
  close(): Promise<void>;
}

const ANSWER_TIMEOUT_MS = 10_000;
/** How long a camera may take to read the farewell. */
const FAREWELL_MS = 500;

/**
 * Connects to a camera and waits for one ffmpeg, to which it hands on the camera's first video stream.
 * @param url `rtsp://` or `rtsps://`, with name and password where the camera wants them; a self-made
 * certificate is pinned by `#sha256=…` at the end
 * @throws WaysideError CAMERA_UNREACHABLE when nobody answers, INTERRUPTED when aborted; TypeError for
 * another kind of address
 */
export async function openRtspRelay(
  url: string,
  options: RtspRelayOptions = {},
): Promise<RtspRelay> {
  const address = readCameraAddress(url);
  const timeoutMs = options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
  const camera = await connectCamera(address, timeoutMs, options.signal);
  const relay = new Relay(address, camera, timeoutMs, options);
  await relay.open();
  return relay;
}

class Relay implements RtspRelay {
  readonly ended: Promise<RelayFailure | null>;
  readonly #address: CameraAddress;
  readonly #camera: net.Socket;
  readonly #listener: RtpListener;
  readonly #monotonicMs: () => number;
  readonly #openedMs: number;
  readonly #answerTimeoutMs: number;
  readonly #signal: AbortSignal | undefined;
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
    { nowMs = Date.now, monotonicMs = () => performance.now(), signal }: RtspRelayOptions,
  ) {
    this.#address = address;
    this.#camera = camera;
    this.#answerTimeoutMs = answerTimeoutMs;
    this.#signal = signal;
    this.#monotonicMs = monotonicMs;
    this.#openedMs = monotonicMs();
    this.#listener = new RtpListener(() => ({ wallMs: nowMs(), monotonicMs: monotonicMs() }));
    this.ended = new Promise((settle) => {
      this.#settleEnded = settle;
    });
  }

  async open(): Promise<void> {
    const door = await openLocalDoor((ffmpeg) => this.#welcome(ffmpeg));
    this.#door = door;
    this.#dialogue = new CameraDialogue(this.#address, door.url, {
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
      described: (clockRateHz) => {
        this.#listener.described(clockRateHz);
      },
      setUp: (channel) => {
        this.#listener.setUp(channel);
      },
      played: () => {
        this.#listener.played();
      },
    });
    this.#listen();
    const signal = this.#signal;
    if (signal?.aborted === true) {
      await this.close();
      throw new WaysideError('INTERRUPTED', 'The relay was interrupted.', { cause: signal.reason });
    }
    const abort = (): void => void this.close();
    signal?.addEventListener('abort', abort, { once: true });
    void this.ended.then(() => signal?.removeEventListener('abort', abort));
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
