import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { sealStream } from '../../keeper/client/sealed-objects.ts';
import { errorCodeOf, WaysideError } from '../../pipeline/errors.ts';
import { followVehicle } from '../../pipeline/redact/follow-vehicle.ts';
import type { ClipHidingModels } from '../../pipeline/redact/hiding-models.ts';
import { planClip } from '../../pipeline/redact/plan-clip.ts';
import { withMasks, type ClipRedaction } from '../../pipeline/redact/redaction-record.ts';
import { failClip, findClip, finishClip, tellClipProgress } from '../../store/clips/clips.ts';
import { clipPrefix } from '../../store/clips/remove-expired-clips.ts';
import { ensureDays } from '../../store/partitions.ts';
import { saveRedactions } from '../../store/redaction/redactions.ts';
import { retentionOfCamera } from '../../store/retention/retention-rules.ts';
import type { Clip } from '../../store/schema/redaction.ts';
import type { JobHandler } from '../consumer.ts';
import { newClipKey } from '../object-keys.ts';
import { isWorthRetrying } from '../retry.ts';
import type { Services } from '../services.ts';
import { clipFrames, type ClipSpan } from './clip-frames.ts';
import { openClipSources } from './clip-sources.ts';
import { lookAtClip } from './look-at-clip.ts';
import { writeClip } from './write-clip.ts';

/** A clip that so many workers died of is given up. */
const MOST_CRASHES = 5;
const PROGRESS_EVERY_MS = 1000;
/** Looking takes longer than writing. */
const LOOK_SHARE = 0.85;

/**
 * Makes one clip: every picture is looked at, then all is filled that has to be, then it is encoded,
 * sealed, recorded and named in its row, in this order. A worker that dies leaves nothing that could be
 * seen; the next one begins again.
 */
export function clipHandler(services: Services, models: ClipHidingModels): JobHandler<'clip'> {
  const { db } = services;
  return async ({ clipId }, { attempt, crashes, signal }) => {
    const clip = await findClip(db, clipId);
    if (clip === null || clip.status === 'done' || clip.status === 'failed') return;
    try {
      if (crashes >= MOST_CRASHES) {
        throw new WaysideError('JOB_FAILED', `${crashes} workers died of clip ${clipId}`);
      }
      await makeClip(clip, services, models, signal);
    } catch (error) {
      if (signal.aborted || isWorthRetrying(error, attempt)) throw error;
      await failClip(db, clipId, errorCodeOf(error));
    }
  };
}

async function makeClip(
  clip: Clip,
  services: Services,
  models: ClipHidingModels,
  signal: AbortSignal,
): Promise<void> {
  const { source } = clip;
  if (source === null) throw new WaysideError('TICKET_INVALID', `clip ${clip.id} has no tickets`);
  const folder = await services.scratch.newFolder();
  try {
    const { segments, facts } = await openClipSources(source, folder, services, signal);
    const [first] = segments;
    if (first === undefined) throw new WaysideError('EXPIRED', 'the footage has expired');
    const span: ClipSpan = { fromMs: clip.fromAt.getTime(), toMs: clip.toAt.getTime() };
    const showPlates = clip.unmask.includes('plates');
    const { widthPx, heightPx } = first.info;
    const plan = planClip(
      await lookAtClip(clipFrames(segments, span, signal), {
        plates: !showPlates,
        models,
        onMoment: progressTeller(clip, span, services),
      }),
      {
        ...{ widthPx, heightPx, detectors: models.detectors },
        granted: source.anchor === null ? [] : followVehicle(facts, source.anchor),
        showPeople: clip.unmask.includes('people'),
        showPlates,
      },
    );
    if (plan.frames.length === 0) {
      throw new WaysideError('DECODE_FAILED', 'no picture of the span could be decoded');
    }
    const path = join(folder, 'clip.mp4');
    const record = await writeClip(
      clipFrames(segments, span, signal),
      plan,
      path,
      clip.speed,
      signal,
    );
    const masks = segments.flatMap((segment) => segment.masks);
    await storeClip(clip, path, withMasks(record, masks), services);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function progressTeller(
  { id }: Clip,
  { fromMs, toMs }: ClipSpan,
  { db }: Pick<Services, 'db'>,
): (atMs: number) => void {
  let toldMs = -Infinity;
  return (atMs) => {
    const nowMs = performance.now();
    if (nowMs - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = nowMs;
    const share = (LOOK_SHARE * (atMs - fromMs)) / (toMs - fromMs);
    // A figure to look at: a clip doesn't fail for want of it.
    tellClipProgress(db, id, share).catch(() => undefined);
  };
}

/** The record first, then the object, then the row that names it. */
async function storeClip(
  clip: Clip,
  path: string,
  record: ClipRedaction,
  { db, objects, keeper }: Pick<Services, 'db' | 'objects' | 'keeper'>,
): Promise<void> {
  const { day, cameraId } = clip;
  const objectKey = newClipKey(clip);
  const { sealing } = await sealStream(keeper, {
    kind: 'footage',
    content: clip.unmask.length > 0 ? 'unmasked-clip' : 'clip',
    objectId: objectKey,
    cameraId,
    startMs: clip.fromAt.getTime(),
    endMs: clip.toAt.getTime(),
    retentionDays: (await retentionOfCamera(db, cameraId)).footage,
  });
  await ensureDays(db, [day]);
  await saveRedactions(db, [{ objectKey, day, cameraId, record }]);
  await objects.put(
    objectKey,
    pipeline(createReadStream(path), sealing, () => undefined),
  );
  const byteCount = BigInt((await stat(path)).size);
  const won = await finishClip(db, clip.id, { objectKey, byteCount });
  // What a killed run, or one that lost, left behind.
  const kept = won ? objectKey : (await findClip(db, clip.id))?.objectKey;
  for await (const { key } of objects.list(clipPrefix(clip))) {
    if (key !== kept) await objects.delete(key);
  }
}
