import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { errorCodeOf } from '../../../pipeline/errors.ts';
import { utcDayOf } from '../../../pipeline/time/utc-day.ts';
import { recordFootage } from '../../../store/footage.ts';
import { segmentIdOf } from '../../../store/identity.ts';
import { endFootage, growFootage } from '../../../store/live/stream-footage.ts';
import { cutStreamGaps, saveStreamGaps } from '../../../store/live/stream-gaps.ts';
import { ensureDays } from '../../../store/partitions.ts';
import { recordSegment } from '../../../store/segments.ts';
import { reopenRun } from '../../../store/unfinished-footage.ts';
import { jobsOfFootage } from '../../requeue.ts';
import type { IngestServices } from '../ingest-services.ts';
import {
  isClear,
  isSegment,
  sealedFile,
  secondSealedFile,
  type Lane,
  type LaneEntry,
  type SegmentEntry,
} from './lane.ts';
import { retrying, type RetryOptions } from './retrying.ts';
import type { RunEndItem, StreamRun } from './spool-item.ts';

export interface StoredVideo {
  readonly cameraId: string;
  readonly endMs: number;
  readonly byteCount: number;
}

export interface StoreOptions extends RetryOptions {
  readonly onStored: (video: StoredVideo) => void;
  /** Everything is stored, for now. */
  readonly onEmpty: () => void;
}

/** Another process may have taken the camera over meanwhile, and told the time as a gap. */
const LATE_MS = 5000;

/**
 * Stores what waits in a lane, in order and one after another, for as long as the signal lets it. Killed at
 * any moment and run again, it ends with the same rows and objects.
 */
export async function storeLane(
  lane: Lane,
  services: IngestServices,
  options: StoreOptions,
): Promise<void> {
  const storer = new LaneStorer(lane, services, options);
  while (!options.signal.aborted) {
    const entry = lane.entries[0];
    if (entry === undefined || (isSegment(entry) && isClear(entry))) {
      if (entry === undefined) options.onEmpty();
      await lane.toStore.wait(options.signal);
      continue;
    }
    try {
      await retrying(() => storer.store(entry), options);
    } catch (error) {
      await retrying(() => giveUp(lane, entry, error), options);
    }
  }
}

/** A segment leaves a failed row, which tracking steps over with a gap. */
async function giveUp(lane: Lane, entry: LaneEntry, error: unknown): Promise<void> {
  if (isSegment(entry) && entry.item.failureCode === null) {
    await lane.failed(entry, errorCodeOf(error));
  } else await lane.stored(entry);
}

class LaneStorer {
  readonly #lane: Lane;
  readonly #services: IngestServices;
  readonly #options: StoreOptions;
  #begunFootageId: string | null = null;

  constructor(lane: Lane, services: IngestServices, options: StoreOptions) {
    this.#lane = lane;
    this.#services = services;
    this.#options = options;
  }

  async store(entry: LaneEntry): Promise<void> {
    const { cameraId } = this.#lane;
    const { item } = entry;
    if (isSegment(entry)) await this.#storeSegment(entry);
    else if (item.kind === 'gap') {
      const { startMs, endMs, cause } = item;
      await saveStreamGaps(this.#services.db, [{ cameraId, startMs, endMs, cause }]);
    } else if (item.kind === 'run-end') await this.#endRun(item);
    await this.#lane.stored(entry);
  }

  async #storeSegment(entry: SegmentEntry): Promise<void> {
    const { db, objects, jobs } = this.#services;
    const { cameraId } = this.#lane;
    const { run, sequence, startMs, endMs, objectKey, ticket, failureCode, byteCount } = entry.item;
    const isLost = failureCode !== null;
    const second = isLost ? null : entry.item.second;
    await this.#beginRun(run);
    const day = utcDayOf(startMs);
    await ensureDays(db, [day]);
    if (!isLost) {
      const path = join(this.#lane.folder, sealedFile(entry.number));
      await objects.put(objectKey, createReadStream(path));
    }
    if (second !== null) {
      const path = join(this.#lane.folder, secondSealedFile(entry.number));
      await objects.put(second.objectKey, createReadStream(path));
    }
    const row = await recordSegment(db, {
      id: segmentIdOf(run.footageId, sequence),
      ...{ day, cameraId, footageId: run.footageId, sequence, objectKey },
      startedAt: new Date(startMs),
      endedAt: new Date(endMs),
      byteCount: isLost ? 0n : BigInt(byteCount),
      status: isLost ? 'failed' : 'stored',
      failureCode,
      footageTicket: isLost ? null : bytesOf(ticket),
      factsKey: null,
      factsTicket: null,
      clockSource: entry.item.clockSource,
      detectionKey: second?.objectKey ?? null,
      detectionTicket: bytesOf(second?.ticket ?? null),
      detectionOffsetMs: second?.offsetMs ?? null,
    });
    if (row.objectKey !== objectKey) {
      await objects.delete(objectKey);
      if (second !== null) await objects.delete(second.objectKey);
    }
    if (!isLost && Date.now() - endMs > LATE_MS) {
      await cutStreamGaps(db, { cameraId, startMs, endMs });
    }
    await growFootage(db, run.footageId, endMs - run.startedAtMs);
    jobs.add(jobsOfFootage(queuedAs(run), [row]));
    if (!isLost) this.#options.onStored({ cameraId, endMs, byteCount });
  }

  async #beginRun(run: StreamRun): Promise<void> {
    if (this.#begunFootageId === run.footageId) return;
    await recordFootage(this.#services.db, {
      id: run.footageId,
      cameraId: this.#lane.cameraId,
      origin: 'stream',
      fileName: null,
      sha256: null,
      startedAt: new Date(run.startedAtMs),
      clockSource: run.clockSource,
      durationMs: 0,
      masks: JSON.stringify(run.masks),
      generation: run.generation,
      segmentsTotal: null,
      status: 'importing',
    });
    await reopenRun(this.#services.db, run.footageId);
    this.#begunFootageId = run.footageId;
  }

  async #endRun({ footageId, segmentsTotal }: RunEndItem): Promise<void> {
    const { db, jobs } = this.#services;
    if (!(await endFootage(db, footageId, segmentsTotal))) return;
    jobs.add([{ name: 'track', payload: { footageId, sequence: null } }]);
  }
}

const bytesOf = (base64: string | null): Buffer | null =>
  base64 === null ? null : Buffer.from(base64, 'base64');

const queuedAs = ({ footageId, generation }: StreamRun) =>
  ({
    id: footageId,
    generation,
    origin: 'stream',
    status: 'importing',
    segmentsTotal: null,
  }) as const;
