import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs, GOOD_CONNECTION_MS } from '../../pipeline/live/back-off.ts';
import type { StreamGapCause } from '../../pipeline/live/gap-causes.ts';
import type { CameraGap } from '../../store/live/stream-gaps.ts';
import type { HeldCamera } from '../../store/live/leases.ts';
import type { WorkerLog } from '../worker-log.ts';
import { CameraCoverage } from './camera-coverage.ts';
import { CameraStanding } from './camera-standing.ts';
import type { CameraSource } from './camera-source.ts';
import type { Recording, RecordingEnd, StartRecording } from './record/recording.ts';
import { SecondStream } from './second-stream.ts';
import { addRecorded, beginConnection, endConnection } from './spool/connection-items.ts';
import { RECORDING_FOLDER, SECOND_FOLDER, type Lane } from './spool/lane.ts';
import { retrying } from './spool/retrying.ts';

/** Why a camera isn't recorded for now though it could be. */
export type PauseCause = Extract<StreamGapCause, 'CAMERA_PAUSED' | 'SPOOL_FULL' | 'DISK_FULL'>;

/** What was known of a camera when this process took it. */
export interface KnownBefore {
  /** Null: it was never recorded. */
  readonly untilMs: number | null;
  /** Why there was no video since. */
  readonly cause: StreamGapCause;
}

export interface CameraRecorderOptions {
  readonly source: CameraSource;
  readonly lane: Lane;
  /** May take a while; recording doesn't wait for it. */
  readonly knownBefore: (signal: AbortSignal) => Promise<KnownBefore | null>;
  readonly pause: PauseCause | null;
  /** See `pipeline/live/thinning.ts`. */
  readonly generation: () => number;
  readonly record: StartRecording;
  readonly onDisconnect: (cause: StreamGapCause) => void;
  readonly onTrouble: (error: unknown) => void;
  readonly log: WorkerLog;
  readonly nowMs: () => number;
  /** In [0, 1). */
  readonly random01: () => number;
}

/**
 * Keeps one camera recorded: connects, puts what comes into its lane, and when the connection ends writes
 * down why and connects again, after a while that grows as long as nothing works.
 */
export class CameraRecorder {
  readonly #options: CameraRecorderOptions;
  readonly #coverage: CameraCoverage;
  readonly #standing: CameraStanding;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #source: CameraSource;
  #pause: PauseCause | null;
  /** Aborted when what is wanted has changed. */
  #change = new AbortController();
  #recording: Recording | null = null;
  #second: SecondStream | null = null;
  #connections = 0;

  constructor(options: CameraRecorderOptions) {
    this.#options = options;
    this.#source = options.source;
    this.#pause = options.pause;
    this.#coverage = new CameraCoverage(options.lane, options.nowMs);
    this.#standing = new CameraStanding(options.lane.cameraId, options);
    this.#running = this.#run();
  }

  get standing(): HeldCamera {
    if (this.#recording?.particulars != null) this.#standing.gives(this.#recording.particulars);
    return { ...this.#standing.now, detectionCause: this.#second?.cause ?? null };
  }

  get openGap(): CameraGap | null {
    return this.#coverage.openGap;
  }

  /** Goes on with another address, other masks or another length of segments, if they are others. */
  setSource(source: CameraSource): void {
    if (JSON.stringify(source) === JSON.stringify(this.#source)) return;
    this.#source = source;
    this.#options.log.info({ cameraId: source.cameraId }, 'the camera’s settings changed');
    this.#wantOther();
  }

  /** Null: record. */
  setPause(cause: PauseCause | null): void {
    if (cause === this.#pause) return;
    this.#pause = cause;
    this.#wantOther();
  }

  stored(endMs: number): void {
    this.#standing.stored(endMs);
  }

  /** Call it every few seconds: a gap that goes on reaches up to now. */
  async moveOn(): Promise<void> {
    // From the first picture on there is video, though it isn't known from when exactly.
    if (this.#recording?.particulars == null) await this.#coverage.moveOn();
  }

  /** Finishes what is being recorded; all of it is in the lane afterwards. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#change.abort();
    await this.#running;
  }

  #wantOther(): void {
    const before = this.#change;
    this.#change = new AbortController();
    before.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const known = this.#options.knownBefore(signal).then(async (before) => {
      if (before !== null)
        await this.#safely(() => this.#coverage.begin(before.untilMs, before.cause));
    });
    let failures = 0;
    let wasCut = false;
    while (!signal.aborted) {
      const change = this.#change.signal;
      if (this.#pause !== null) {
        await known;
        await this.#wait(this.#pause, change);
        wasCut = false;
        continue;
      }
      if (wasCut) await this.#missing('INGEST_STOPPED');
      const beganMs = performance.now();
      const end = await this.#connect(this.#source, change, known);
      await known;
      wasCut = end.cause === null;
      if (end.cause === null) continue;
      const lastedMs = performance.now() - beganMs;
      failures = lastedMs >= GOOD_CONNECTION_MS ? 1 : failures + 1;
      const waitMs = backOffMs(failures, this.#options.random01());
      const { cameraId } = this.#source;
      const { cause, message } = end;
      this.#options.log.warn({ cameraId, cause, message, waitMs }, 'no video');
      this.#options.onDisconnect(cause);
      this.#standing.fails(cause);
      await this.#missing(cause);
      await sleep(waitMs, undefined, { signal: change }).catch(() => undefined);
    }
    await this.#safely(() => this.#coverage.end());
  }

  async #wait(cause: PauseCause, change: AbortSignal): Promise<void> {
    this.#options.log.info({ cameraId: this.#source.cameraId, cause }, 'recording pauses');
    if (cause === 'CAMERA_PAUSED') this.#standing.paused();
    else this.#standing.fails(cause);
    await this.#missing(cause);
    await new Promise<void>((resolve) => {
      if (change.aborted) resolve();
      change.addEventListener('abort', () => {
        resolve();
      });
    });
  }

  async #connect(
    source: CameraSource,
    signal: AbortSignal,
    known: Promise<void>,
  ): Promise<RecordingEnd> {
    const { lane, record, nowMs, generation } = this.#options;
    this.#standing.connects();
    const number = String(this.#connections++).padStart(6, '0');
    const folder = join(lane.folder, RECORDING_FOLDER, number);
    await this.#safely(() =>
      beginConnection(lane, { masks: source.masks, generation: generation() }),
    );
    const recording = record(source, { folder, signal, nowMs });
    this.#recording = recording;
    this.#second = this.#openSecond(source, number, signal);
    try {
      for await (const file of recording) {
        await known;
        this.#standing.recorded(file.clockSource, recording.particulars);
        await this.#safely(() => this.#coverage.covered(file));
        const second = (await this.#second?.over(file)) ?? null;
        await this.#safely(() => addRecorded(lane, file, generation(), second));
      }
      return await recording.end;
    } finally {
      this.#recording = null;
      await this.#safely(() => endConnection(lane));
      await this.#safely(() => rm(folder, { recursive: true, force: true }));
      await this.#second?.close().catch(this.#options.onTrouble);
      this.#second = null;
    }
  }

  #openSecond(source: CameraSource, number: string, signal: AbortSignal): SecondStream | null {
    const { lane, record, nowMs, random01, log } = this.#options;
    const { detectionUrl } = source;
    if (detectionUrl === null) return null;
    const folder = join(lane.folder, SECOND_FOLDER, number);
    return new SecondStream({
      ...{ source: { ...source, detectionUrl }, folder, signal, record, nowMs, random01, log },
    });
  }

  async #missing(cause: StreamGapCause): Promise<void> {
    await this.#safely(() => this.#coverage.missing(cause));
  }

  /** A disk that is full is waited for. */
  async #safely(work: () => Promise<unknown>): Promise<void> {
    const { onTrouble } = this.#options;
    await retrying(work, { signal: this.#stopping.signal, onTrouble }).catch(onTrouble);
  }
}
