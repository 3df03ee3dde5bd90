import { leaseMoves } from '../../pipeline/live/lease-share.ts';
import { ExpiredLeases } from '../../pipeline/live/expired-leases.ts';
import {
  endIngestProcess,
  livingIngestProcesses,
  renewIngestProcess,
} from '../../store/live/ingest-processes.ts';
import { readLeases, renewLeases, takeLeases, type Lease } from '../../store/live/leases.ts';
import { saveStreamGaps } from '../../store/live/stream-gaps.ts';
import { currentThinning } from '../../store/live/thinning.ts';
import type { CameraFleet } from './camera-fleet.ts';
import type { CameraSources } from './camera-source.ts';
import type { IngestServices } from './ingest-services.ts';
import type { Spool } from './spool/spool.ts';
import type { SpoolDrain } from './spool/spool-drain.ts';

export interface LeaseRoundOptions {
  readonly host: string;
  readonly services: IngestServices;
  readonly spool: Spool;
  readonly drain: SpoolDrain;
  readonly fleet: CameraFleet;
  readonly sources: CameraSources;
}

/** What a process settles with the others over the database, every two seconds. */
export class LeaseRound {
  readonly #options: LeaseRoundOptions;
  readonly #expired = new ExpiredLeases();
  /** Whose leases don't have to run out: that they are dead is seen on this machine. */
  readonly #dead = new Set<string>();

  constructor(options: LeaseRoundOptions) {
    this.#options = options;
  }

  /** @throws WaysideError DATABASE_UNREACHABLE: what is held goes on being recorded */
  async run(): Promise<void> {
    try {
      await this.#inherit();
      await this.#settle();
    } catch (error) {
      this.#expired.forget();
      throw error;
    }
  }

  async #inherit(): Promise<void> {
    const { spool, drain, services } = this.#options;
    const legacies = await spool.inherit();
    drain.inherit(legacies);
    for (const { processId } of legacies) this.#dead.add(processId);
    for (const processId of this.#dead) {
      await endIngestProcess(services.db, processId);
      this.#dead.delete(processId);
    }
  }

  async #settle(): Promise<void> {
    const { host, services, spool, fleet, sources } = this.#options;
    const { db } = services;
    const { processId } = spool;
    const wanted = new Map(sources.current().map((source) => [source.cameraId, source]));
    await renewIngestProcess(db, { id: processId, host });
    const leases = await readLeases(db, [...wanted.keys()]);
    fleet.setGeneration((await currentThinning(db)).generation);
    fleet.setStatuses(new Map(leases.map(({ cameraId, status }) => [cameraId, status])));

    const held = new Set(fleet.cameraIds);
    const others = leases.filter(({ cameraId }) => !held.has(cameraId));
    const free = this.#expired.takeable(others, performance.now());
    const moves = leaseMoves({
      self: processId,
      processes: await livingIngestProcesses(db),
      holders: holdersOf(leases, free),
    });
    for (const cameraId of moves.give) void fleet.release(cameraId, { stopped: false });
    for (const taken of await takeLeases(db, processId, free, moves.take)) {
      await fleet.take(wanted.get(taken.cameraId)!, taken);
    }

    const standings = fleet.standings;
    const renewed = await renewLeases(db, processId, standings);
    for (const { cameraId } of standings) if (!renewed.has(cameraId)) void fleet.drop(cameraId);
    await saveStreamGaps(db, fleet.openGaps);
  }
}

function holdersOf(
  leases: readonly Lease[],
  free: readonly Lease[],
): ReadonlyMap<string, string | null> {
  const taken = new Set(free);
  return new Map(
    leases.map((lease) => [lease.cameraId, taken.has(lease) ? null : lease.holder] as const),
  );
}
