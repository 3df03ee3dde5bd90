import { setTimeout as sleep } from 'node:timers/promises';
import { WaysideError } from '../pipeline/errors.ts';
import { footageProgress, type FootageProgress } from '../store/footage.ts';
import { ingestFootage, interrupted, openFootage } from './ingest-footage.ts';
import { patiently } from './patience.ts';
import { requeueUnfinished } from './requeue.ts';
import type { Services } from './services.ts';

export interface ImportOptions {
  readonly cameraId: string;
  /** When the footage starts; without it, what the container says, else the time of the import. */
  readonly startedAt?: Date;
  /** Wanted length of a segment; default 4,000. */
  readonly segmentMs?: number;
  readonly services: Services;
  readonly onProgress?: (progress: FootageProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ImportResult {
  readonly footageId: string;
  readonly startedAt: Date;
  readonly segments: number;
  readonly tracks: number;
  readonly plates: number;
  readonly gaps: number;
}

const DEFAULT_SEGMENT_MS = 4000;
const POLL_MS = 300;
/** A service that is away for so long is told. */
const PATIENCE_MS = 120_000;
/** With nothing done for so long, jobs may have got lost. */
const REQUEUE_AFTER_MS = 30_000;
/** With nothing done for so long, no worker runs. */
const STUCK_AFTER_MS = 300_000;

/**
 * Brings a file into the store through the job graph and waits until every segment is tracked. Needs
 * workers at work (`startWorkers`). Run again after any interruption, it goes on where it stopped;
 * run again after its end, it changes nothing.
 * @throws WaysideError CAMERA_UNKNOWN, EXPIRED, TIME_INVALID, INTERRUPTED, DISK_FULL, JOB_FAILED
 *   (nothing moves), …_UNREACHABLE (after two minutes), and all of `probe` and `splitByCopy`
 */
export async function importFootage(file: string, options: ImportOptions): Promise<ImportResult> {
  const { cameraId, startedAt = null, segmentMs = DEFAULT_SEGMENT_MS, services, signal } = options;
  const opened = await openFootage(file, { cameraId, startedAt }, services, signal);
  const { id } = opened.footage;
  const watching = new AbortController();
  const watched = watch(id, options, watching.signal);
  // Its failure is met below, when the whole file is stored.
  watched.catch(() => undefined);
  try {
    await patiently(
      (onStored) => ingestFootage(opened, segmentMs, services, { onStored, signal }),
      { patienceMs: PATIENCE_MS, signal },
    );
  } catch (error) {
    watching.abort();
    throw error;
  }
  const { segmentsTotal, tracks, sightings, gaps } = await watched;
  return {
    footageId: id,
    startedAt: opened.footage.startedAt,
    segments: segmentsTotal ?? 0,
    tracks,
    plates: sightings,
    gaps,
  };
}

/** Tells the progress whenever it changes, until the footage is complete. */
async function watch(
  footageId: string,
  { services: { db, queues }, onProgress, signal }: ImportOptions,
  stop: AbortSignal,
): Promise<FootageProgress> {
  let last = '';
  let changedAt = performance.now();
  let requeuedAt = changedAt;
  return patiently(
    async (onAdvance) => {
      for (;;) {
        if (signal?.aborted === true || stop.aborted) throw interrupted(footageId);
        const progress = await footageProgress(db, footageId);
        onAdvance();
        if (progress === null)
          throw new WaysideError('EXPIRED', 'the footage was deleted meanwhile');
        const now = performance.now();
        const shown = JSON.stringify(progress);
        if (shown !== last) {
          last = shown;
          changedAt = now;
          onProgress?.(progress);
        }
        if (progress.status === 'complete') return progress;
        if (now - Math.max(changedAt, requeuedAt) > REQUEUE_AFTER_MS) {
          await requeueUnfinished(db, queues);
          requeuedAt = now;
        }
        if (now - changedAt > STUCK_AFTER_MS) throw stuck(footageId, progress);
        await sleep(POLL_MS);
      }
    },
    { patienceMs: PATIENCE_MS, signal },
  );
}

function stuck(footageId: string, { segments, segmentsTotal }: FootageProgress): WaysideError {
  return new WaysideError(
    'JOB_FAILED',
    `nothing was done for ${STUCK_AFTER_MS / 60_000} minutes: ${segments.tracked} of ` +
      `${segmentsTotal ?? 'an unknown number of'} segments are tracked; see the workers’ logs`,
    { details: { footageId, segments, segmentsTotal } },
  );
}
