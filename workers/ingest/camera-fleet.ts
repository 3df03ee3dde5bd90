import { DAY_MS } from '../../pipeline/time/utc-day.ts';
import { lastKnownOfCamera } from '../../store/live/last-known.ts';
import { releaseLease, type HeldCamera, type TakenCamera } from '../../store/live/leases.ts';
import type { CameraGap } from '../../store/live/stream-gaps.ts';
import type { CameraStatus } from '../../store/schema/track-search.ts';
import { CameraRecorder, type CameraRecorderOptions, type KnownBefore } from './camera-recorder.ts';
import type { CameraSource, CameraSources } from './camera-source.ts';
import type { IngestServices } from './ingest-services.ts';
import { retrying } from './spool/retrying.ts';
import type { RoomShortage } from './spool/room.ts';
import type { SpoolDrain } from './spool/spool-drain.ts';

export interface FleetOptions extends Pick<
  CameraRecorderOptions,
  'log' | 'nowMs' | 'random01' | 'onTrouble' | 'onDisconnect' | 'record'
> {
  readonly processId: string;
  readonly services: IngestServices;
  readonly drain: SpoolDrain;
  readonly sources: CameraSources;
}

/** A camera that is given away waits so long for its video to be stored, so that the next holder knows of it. */
const DRAIN_MS = 5000;
/** A gap isn't told to begin before what is kept; while the keeper is away, not before this. */
const SHORTEST_KEPT_MS = DAY_MS;

/** The cameras that this process holds. */
export class CameraFleet {
  readonly #options: FleetOptions;
  readonly #recorders = new Map<string, CameraRecorder>();
  readonly #leaving = new Map<string, Promise<void>>();
  #statuses: ReadonlyMap<string, CameraStatus> = new Map();
  #shortage: RoomShortage | null = null;
  #generation = 0;
  #isStopped = false;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  get cameraIds(): readonly string[] {
    return [...this.#recorders.keys()];
  }

  get standings(): readonly HeldCamera[] {
    return [...this.#recorders.values()].map(({ standing }) => standing);
  }

  get openGaps(): readonly CameraGap[] {
    return [...this.#recorders.values()]
      .map(({ openGap }) => openGap)
      .filter((gap) => gap !== null);
  }

  /** Runs that begin from now on are of this generation, see `pipeline/live/thinning.ts`. */
  setGeneration(generation: number): void {
    this.#generation = generation;
  }

  setStatuses(statuses: ReadonlyMap<string, CameraStatus>): void {
    this.#statuses = statuses;
    this.apply();
  }

  setShortage(shortage: RoomShortage | null): void {
    this.#shortage = shortage;
    this.apply();
  }

  /** Each camera is recorded as its settings and its status say now. */
  apply(): void {
    const sources = new Map(this.#options.sources.current().map((each) => [each.cameraId, each]));
    for (const [cameraId, recorder] of this.#recorders) {
      const source = sources.get(cameraId);
      if (source === undefined) void this.release(cameraId, { stopped: true });
      else {
        recorder.setSource(source);
        recorder.setPause(this.#pauseOf(cameraId));
      }
    }
  }

  async take(source: CameraSource, { stateBefore }: TakenCamera): Promise<void> {
    const { cameraId } = source;
    if (this.#isStopped || this.#recorders.has(cameraId)) return;
    const { drain, log, nowMs, random01, onTrouble, onDisconnect, record } = this.#options;
    const lane = await drain.lane(cameraId);
    const pause = this.#pauseOf(cameraId);
    const goesOnPaused = stateBefore === 'paused' && pause === 'CAMERA_PAUSED';
    log.info({ cameraId }, 'takes the camera');
    this.#recorders.set(
      cameraId,
      new CameraRecorder({
        ...{ source, lane, pause, log, nowMs, random01, onTrouble, onDisconnect, record },
        generation: () => this.#generation,
        knownBefore: async (signal) =>
          // Nobody was meant to record it, so nothing is missing.
          stateBefore === 'stopped'
            ? null
            : this.#knownBefore(
                cameraId,
                goesOnPaused ? 'CAMERA_PAUSED' : 'INGEST_STOPPED',
                signal,
              ),
      }),
    );
  }

  /** Ends what is recorded of it, then lets others have it. `stopped`: nobody is meant to record it any more. */
  release(cameraId: string, { stopped }: { readonly stopped: boolean }): Promise<void> {
    const { services, processId, onTrouble } = this.#options;
    return this.#leave(cameraId, async () => {
      await this.#options.drain.drained(await this.#options.drain.lane(cameraId), DRAIN_MS);
      await releaseLease(services.db, processId, cameraId, { stopped }).catch(onTrouble);
    });
  }

  /** Another process has it. */
  drop(cameraId: string): Promise<void> {
    this.#options.log.warn({ cameraId }, 'another process took the camera');
    return this.#leave(cameraId, () => Promise.resolve());
  }

  stored(cameraId: string, endMs: number): void {
    this.#recorders.get(cameraId)?.stored(endMs);
  }

  /** Gaps that go on reach up to now. */
  async moveOn(): Promise<void> {
    await Promise.all([...this.#recorders.values()].map((recorder) => recorder.moveOn()));
  }

  /** Finishes what is being recorded of all of them. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#recorders.values()].map((recorder) => recorder.stop()));
  }

  #pauseOf(cameraId: string): 'CAMERA_PAUSED' | RoomShortage | null {
    return this.#statuses.get(cameraId) === 'paused' ? 'CAMERA_PAUSED' : this.#shortage;
  }

  /** Once, however often it is asked for meanwhile. */
  #leave(cameraId: string, afterwards: () => Promise<void>): Promise<void> {
    const known = this.#leaving.get(cameraId);
    if (known !== undefined) return known;
    const leaving = (async () => {
      await this.#recorders.get(cameraId)?.stop();
      await afterwards();
    })()
      .catch(this.#options.onTrouble)
      .finally(() => {
        this.#recorders.delete(cameraId);
        this.#leaving.delete(cameraId);
        this.#options.log.info({ cameraId }, 'let the camera go');
      });
    this.#leaving.set(cameraId, leaving);
    return leaving;
  }

  async #knownBefore(
    cameraId: string,
    cause: KnownBefore['cause'],
    signal: AbortSignal,
  ): Promise<KnownBefore | null> {
    const { services, drain, onTrouble } = this.#options;
    // What is inherited may be stored meanwhile: it is asked for first.
    const inheritedMs = await drain.inheritedUntilMs(cameraId);
    const last = await retrying(() => lastKnownOfCamera(services.db, cameraId), {
      signal,
      onTrouble,
    });
    const ends = [inheritedMs, last?.endedAt.getTime() ?? null].filter((endMs) => endMs !== null);
    if (ends.length === 0) return { untilMs: null, cause };
    return { untilMs: Math.max(await this.#keptFromMs(), ...ends), cause };
  }

  async #keptFromMs(): Promise<number> {
    const { services, nowMs } = this.#options;
    const status = await services.keeper.status().catch(() => null);
    if (status === null) return nowMs() - SHORTEST_KEPT_MS;
    return Math.min(nowMs(), Date.parse(`${status.oldestDays.footage}T00:00:00Z`));
  }
}
