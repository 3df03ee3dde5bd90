import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerLog } from '../../worker-log.ts';
import type { IngestServices } from '../ingest-services.ts';
import type { Lane } from './lane.ts';
import { sealLane } from './seal-lane.ts';
import type { Legacy, Spool } from './spool.ts';
import { storeLane, type StoredVideo } from './store-lane.ts';
import { sweepLane } from './sweep-lane.ts';

export interface SpoolDrainOptions {
  readonly log: WorkerLog;
  readonly onTrouble: (error: unknown) => void;
  readonly onStored: (video: StoredVideo) => void;
}

const POLL_MS = 100;
/** A service that hangs must not keep the process from ending. */
const LAST_TRY_MS = 1000;

/** Brings what is in the spool into the store: lanes of this process, and those of dead ones. */
export class SpoolDrain {
  readonly #spool: Spool;
  readonly #services: IngestServices;
  readonly #options: SpoolDrainOptions;
  readonly #stopping = new AbortController();
  readonly #lanes = new Set<Lane>();
  readonly #loops = new Set<Promise<void>>();
  readonly #unswept = new Set<string>();
  #sweeping: Promise<void> = Promise.resolve();

  constructor(spool: Spool, services: IngestServices, options: SpoolDrainOptions) {
    this.#spool = spool;
    this.#services = services;
    this.#options = options;
  }

  get bytes(): number {
    return [...this.#lanes].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get entries(): number {
    return [...this.#lanes].reduce((sum, { entries }) => sum + entries.length, 0);
  }

  /** This process's lane of the camera, drained from now on. */
  async lane(cameraId: string): Promise<Lane> {
    const lane = await this.#spool.lane(cameraId);
    if (!this.#lanes.has(lane)) this.#start(lane, { isInherited: false });
    return lane;
  }

  /** Begins to sweep and store what dead processes left; those that it couldn't before, again. */
  inherit(legacies: readonly Legacy[]): void {
    for (const { laneFolders } of legacies) {
      for (const folder of laneFolders) this.#unswept.add(folder);
    }
    if (this.#unswept.size > 0) this.#sweeping = this.#sweeping.then(() => this.#sweep());
  }

  /** End of the last video or gap of the camera that dead processes left and that isn't stored yet. */
  async inheritedUntilMs(cameraId: string): Promise<number | null> {
    await this.#sweeping;
    const ends = [...this.#lanes]
      .filter((lane) => lane.cameraId === cameraId)
      .map(({ knownUntilMs }) => knownUntilMs)
      .filter((endMs) => endMs !== null);
    return ends.length === 0 ? null : Math.max(...ends);
  }

  /** Resolves when the lane is empty, or after so long. */
  async drained(lane: Lane, withinMs: number): Promise<void> {
    const untilMs = performance.now() + withinMs;
    while (lane.entries.length > 0 && performance.now() < untilMs) await sleep(POLL_MS);
  }

  /** Goes on for at most so long while there is something to store, then stops. */
  async stop(withinMs: number): Promise<void> {
    const untilMs = performance.now() + withinMs;
    while (this.entries > 0 && performance.now() < untilMs) await sleep(POLL_MS);
    this.#stopping.abort();
    await Promise.race([Promise.all(this.#loops), sleep(LAST_TRY_MS)]);
  }

  async #sweep(): Promise<void> {
    for (const folder of [...this.#unswept]) {
      if (this.#stopping.signal.aborted) return;
      try {
        const lane = await sweepLane(folder);
        this.#unswept.delete(folder);
        if (lane === null || lane.entries.length === 0) await this.#spool.forget(folder);
        else {
          const { cameraId, entries } = lane;
          this.#options.log.info({ cameraId, entries: entries.length }, 'goes on with a spool');
          this.#start(lane, { isInherited: true });
        }
      } catch (error) {
        this.#options.onTrouble(error);
      }
    }
  }

  #start(lane: Lane, { isInherited }: { readonly isInherited: boolean }): void {
    this.#lanes.add(lane);
    const { onTrouble, onStored } = this.#options;
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, this.#stopping.signal]);
    const options = { signal, onTrouble };
    const loops = Promise.all([
      sealLane(lane, this.#services, options),
      storeLane(lane, this.#services, {
        ...options,
        onStored,
        onEmpty: () => {
          if (isInherited) done.abort();
        },
      }),
    ]);
    const ended = loops.then(async () => {
      if (!done.signal.aborted) return;
      this.#lanes.delete(lane);
      await this.#spool.forget(lane.folder);
    });
    const loop = ended.catch(this.#options.onTrouble).finally(() => this.#loops.delete(loop));
    this.#loops.add(loop);
  }
}
