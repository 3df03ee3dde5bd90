import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../pipeline/errors.ts';
import { backOffMs, GOOD_CONNECTION_MS } from '../../pipeline/live/back-off.ts';
import { coverOf, type SecondPiece } from '../../pipeline/live/second-pieces.ts';
import { joinVideos } from '../media/join-videos.ts';
import type { WorkerLog } from '../worker-log.ts';
import type { CameraSource } from './camera-source.ts';
import type { RecordedFile, StartRecording } from './record/recording.ts';
import { WakeUp } from './spool/wake-up.ts';

/** What the smaller stream shows of a piece of the main one. */
export interface SecondVideo {
  /** The caller moves or deletes it. */
  readonly path: string;
  /** How much later than the main piece it begins; it is seldom later. */
  readonly offsetMs: number;
}

export interface SecondStreamOptions {
  readonly source: CameraSource & { readonly detectionUrl: string };
  /** Of this alone; made, and gone after `close`. */
  readonly folder: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly record: StartRecording;
  readonly log: WorkerLog;
  readonly nowMs: () => number;
  /** In [0, 1). */
  readonly random01: () => number;
}

interface RecordedPiece extends SecondPiece {
  readonly path: string;
}

/** Short ones are soon finished; they end at the stream's keyframes. */
const PIECE_MS = 1000;
/** A piece of the main stream waits for so long, and for as long as it lasts itself. */
const WAIT_MS = 1000;
/** The main stream may be behind by so much. */
const KEPT_MS = 60_000;

/**
 * Records a camera's smaller stream beside its main one, for as long as that is connected. Nothing of it is
 * kept but what a piece of the main stream takes with it; where it is away or late, the main stream goes on
 * without.
 */
export class SecondStream {
  readonly #options: SecondStreamOptions;
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  readonly #ended: Promise<void>;
  readonly #news = new WakeUp();
  #pieces: RecordedPiece[] = [];
  #away: ErrorCode | null = null;
  #unused: ErrorCode | null = null;
  #isWaitedFor = true;
  #joined = 0;

  constructor(options: SecondStreamOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#stopping.signal]);
    this.#ended = this.#run();
  }

  /** Why the main stream is recorded without it; null: it isn't, as far as is known. */
  get cause(): ErrorCode | null {
    return this.#away ?? this.#unused;
  }

  /**
   * Its video over the time of a piece of the main stream, in one file. Pieces are asked for in order. Waits
   * for a piece that is on its way, once: one that doesn't come isn't waited for until another has come.
   * @returns null: it isn't there, see `cause`
   */
  async over(main: RecordedFile): Promise<SecondVideo | null> {
    await this.#forget(this.#pieces.filter(({ endMs }) => endMs <= main.startMs));
    const untilMs = performance.now() + this.#options.source.segmentMs + WAIT_MS;
    for (;;) {
      const cover = coverOf(this.#pieces, main);
      if ('pieces' in cover) return this.#join(cover.pieces, main);
      const leftMs = untilMs - performance.now();
      if (cover.missing === 'clock') this.#uses('DETECTION_STREAM_CLOCK');
      if (cover.missing !== 'later' || !this.#isWaitedFor || this.#signal.aborted) return null;
      if (leftMs <= 0) {
        this.#isWaitedFor = false;
        this.#uses('DETECTION_STREAM_LATE');
        return null;
      }
      await this.#news.wait(
        AbortSignal.any([this.#signal, AbortSignal.timeout(Math.ceil(leftMs))]),
      );
    }
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
    await rm(this.#options.folder, { recursive: true, force: true });
  }

  async #run(): Promise<void> {
    const { source, folder, record, nowMs, random01, log } = this.#options;
    const { cameraId, detectionUrl: url } = source;
    let failures = 0;
    for (let connection = 0; !this.#signal.aborted; connection++) {
      const beganMs = performance.now();
      const recording = record(
        { ...source, url, segmentMs: PIECE_MS },
        { folder: join(folder, String(connection)), signal: this.#signal, nowMs },
      );
      for await (const file of recording) await this.#add({ ...file, connection });
      const { cause, message } = await recording.end;
      if (cause === null) return;
      failures = performance.now() - beganMs >= GOOD_CONNECTION_MS ? 1 : failures + 1;
      const waitMs = backOffMs(failures, random01());
      log.warn({ cameraId, cause, message, waitMs }, 'no video of the smaller stream');
      this.#away = cause;
      this.#isWaitedFor = false;
      this.#news.call();
      await sleep(waitMs, undefined, { signal: this.#signal }).catch(() => undefined);
    }
  }

  async #add(piece: RecordedPiece): Promise<void> {
    this.#away = null;
    this.#isWaitedFor = true;
    this.#pieces.push(piece);
    this.#news.call();
    await this.#forget(this.#pieces.filter(({ endMs }) => endMs < piece.endMs - KEPT_MS));
  }

  async #forget(pieces: readonly RecordedPiece[]): Promise<void> {
    this.#pieces = this.#pieces.filter((piece) => !pieces.includes(piece));
    // What can't be deleted now goes with the folder.
    for (const { path } of pieces) await rm(path, { force: true }).catch(() => undefined);
  }

  async #join(pieces: readonly RecordedPiece[], main: RecordedFile): Promise<SecondVideo | null> {
    const { folder, log } = this.#options;
    const path = join(folder, `${this.#joined++}.mkv`);
    const [first] = pieces;
    try {
      await mkdir(folder, { recursive: true });
      if (pieces.length === 1) await copyFile(first!.path, path);
      else {
        const lengths = pieces.map(({ startMs, endMs }, i) => {
          return (pieces[i + 1]?.startMs ?? endMs) - startMs;
        });
        await joinVideos(
          pieces.map((piece, i) => ({ path: piece.path, lengthMs: lengths[i]! })),
          path,
        );
      }
      this.#uses(null);
      return { path, offsetMs: first!.startMs - main.startMs };
    } catch (error) {
      // A full disk, say: the main stream matters more.
      log.warn(
        { cameraId: this.#options.source.cameraId, err: error },
        'the smaller stream is left out',
      );
      await rm(path, { force: true }).catch(() => undefined);
      return null;
    } finally {
      await rm(`${path}.list`, { force: true }).catch(() => undefined);
    }
  }

  #uses(problem: ErrorCode | null): void {
    if (problem === this.#unused) return;
    this.#unused = problem;
    const { log, source } = this.#options;
    if (problem !== null) {
      log.warn({ cameraId: source.cameraId, cause: problem }, 'the smaller stream is of no use');
    }
  }
}
