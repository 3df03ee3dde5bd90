import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { WaysideError } from '../pipeline/errors.ts';
import { requireCamera } from '../store/cameras.ts';
import { findFootage, recordFootage, setSegmentsTotal } from '../store/footage.ts';
import { saveGaps } from '../store/gaps.ts';
import { footageIdOf, gapIdOf } from '../store/identity.ts';
import { ensureDays } from '../store/partitions.ts';
import type { Footage } from '../store/schema.ts';
import { segmentsOfFootage } from '../store/segments.ts';
import { DAY_MS, utcDayOf, type UtcDay } from '../pipeline/time/utc-day.ts';
import { retentionOfCamera, type CameraDays } from '../store/retention/retention-rules.ts';
import { sha256OfFile } from './file-digest.ts';
import { assertKept, footageStart } from './footage-start.ts';
import { fileError } from './media/media-error.ts';
import { probe } from './media/probe.ts';
import type { MediaInfo } from './media/media-info.ts';
import { splitByCopy } from './media/split.ts';
import { jobsOfFootage } from './requeue.ts';
import type { Services } from './services.ts';
import { storeSegment } from './store-segment.ts';

export interface FootageFile {
  readonly path: string;
  readonly info: MediaInfo;
  readonly footage: Footage;
}

export interface FootageOrder {
  readonly cameraId: string;
  readonly startedAt: Date | null;
  /** Where the file lies under another name. */
  readonly fileName?: string;
  /** What the file has to be, lower-case hexadecimal. */
  readonly sha256?: string;
}

/**
 * Looks at the file and finds or adds its footage: the same camera, bytes and given start are the
 * same footage, so an import that runs again goes on with it.
 * @throws WaysideError CAMERA_UNKNOWN, FILE_CHANGED, EXPIRED, TIME_INVALID, and all of `probe`
 */
export async function openFootage(
  path: string,
  { cameraId, startedAt, fileName, sha256: expected }: FootageOrder,
  { db, keeper }: Pick<Services, 'db' | 'keeper'>,
  signal?: AbortSignal,
): Promise<FootageFile> {
  const { masks } = await requireCamera(db, cameraId);
  const info = await probe(path, signal === undefined ? {} : { signal });
  const sha256 = await sha256OfFile(path, signal);
  if (expected !== undefined && expected !== sha256) {
    throw fileError('FILE_CHANGED', path, 'is not the file that was named any more');
  }
  const id = footageIdOf(cameraId, sha256, startedAt);
  const { oldestDays } = await keeper.status();
  const oldestDay = oldestUsefulDay(oldestDays, await retentionOfCamera(db, cameraId));

  const known = await findFootage(db, id);
  if (known !== null) {
    assertKept(known.startedAt, oldestDay);
    return { path, info, footage: known };
  }
  const footage = await recordFootage(db, {
    id,
    cameraId,
    fileName: fileName ?? basename(path),
    sha256,
    ...footageStart({
      given: startedAt,
      creationTime: info.creationTime,
      now: new Date(),
      oldestDay,
    }),
    durationMs: Math.round(info.durationMs),
    masks: JSON.stringify(masks),
    segmentsTotal: null,
    status: 'importing',
  });
  return { path, info, footage };
}

/** A sighting is of use only while both its text and its footage can be opened. */
function oldestUsefulDay(
  oldestDays: Readonly<Record<'reads' | 'footage', UtcDay>>,
  camera: CameraDays,
): UtcDay {
  const days = Math.min(camera.reads ?? Infinity, camera.footage ?? Infinity);
  const oldest = [oldestDays.reads, oldestDays.footage];
  if (days < Infinity) oldest.push(utcDayOf(Date.now() - days * DAY_MS));
  return oldest.reduce((a, b) => (a > b ? a : b));
}

/**
 * Splits the file, stores what isn't stored yet, and queues the jobs that its rows ask for.
 * Killed at any moment and run again, it ends with the same rows. Of a damaged file, what can be made
 * out is stored and the rest recorded as a gap.
 * @param onStored called after each segment that is in the tables.
 */
export async function ingestFootage(
  { path, info, footage: { id } }: FootageFile,
  segmentMs: number,
  services: Services,
  {
    onStored,
    signal,
  }: { readonly onStored: () => void; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const { db, queues, scratch } = services;
  const footage = await findFootage(db, id);
  if (footage === null) throw new WaysideError('INTERNAL', `the row of footage ${id} is gone`);
  const stored = await segmentsOfFootage(db, id);
  await queues.enqueue(jobsOfFootage(footage, stored));
  if (footage.segmentsTotal !== null) return;

  const storedSequences = new Set(stored.map(({ sequence }) => sequence));
  const outDir = await scratch.newFolder();
  try {
    const split = splitByCopy(resolve(path), {
      segmentMs,
      outDir,
      info,
      burned: footage.masks.filter((mask) => mask.burned === true),
      ...(signal === undefined ? {} : { signal }),
    });
    let count = 0;
    let endMs = 0;
    for await (const file of split) {
      if (signal?.aborted === true) throw interrupted(path);
      if (!storedSequences.has(file.sequence)) {
        const row = await storeSegment(footage, file, services);
        await queues.enqueue(jobsOfFootage(footage, [row]));
      }
      onStored();
      await rm(file.path, { force: true });
      count = file.sequence + 1;
      endMs = file.endMs;
    }
    if (split.damage !== null) await recordMissingEnd(footage, endMs, services);
    await setSegmentsTotal(db, id, count);
    await queues.enqueue([{ name: 'track', payload: { footageId: id, sequence: null } }]);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

/** What a damaged file promised after its last segment. */
async function recordMissingEnd(
  footage: Footage,
  endMs: number,
  { db }: Pick<Services, 'db'>,
): Promise<void> {
  if (endMs >= footage.durationMs) return;
  const startedAt = new Date(footage.startedAt.getTime() + Math.round(endMs));
  const day = utcDayOf(startedAt.getTime());
  await ensureDays(db, [day]);
  await saveGaps(db, [
    {
      id: gapIdOf(footage.id, startedAt),
      day,
      cameraId: footage.cameraId,
      footageId: footage.id,
      startedAt,
      endedAt: new Date(footage.startedAt.getTime() + footage.durationMs),
      cause: 'MEDIA_TRUNCATED',
    },
  ]);
}

export function interrupted(path: string): WaysideError {
  return new WaysideError('INTERRUPTED', `the import of ${path} was interrupted`);
}
