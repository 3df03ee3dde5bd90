import { randomUUID } from 'node:crypto';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { uncoveredParts } from '../../pipeline/time/uncovered.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { requireCamera } from '../../store/cameras.ts';
import { createClip, findClip } from '../../store/clips/clips.ts';
import { clockSourcesOf, segmentsOfSpan } from '../../store/clips/segments-of-span.ts';
import { gapsBetween } from '../../store/gaps.ts';
import { cropPlaceOf } from '../../store/objects/crop-keys.ts';
import { findTrack } from '../../store/redaction/shown-vehicle.ts';
import type { Segment } from '../../store/schema.ts';
import type { Clip, ClipAnchor, ClipGap } from '../../store/schema/redaction.ts';
import type { UserActor } from '../auth/actor.ts';
import { caseOf, requireOpen } from '../cases/cases.ts';
import { usableGrant } from '../cases/usable-grants.ts';
import type { ApiContext } from '../context.ts';
import { spanOf } from '../moment.ts';
import { checkUnmasking } from './check-unmasking.ts';
import type { ClipRequest } from './clip-schemas.ts';
import { clipTickets } from './clip-tickets.ts';
import {
  requireGranted,
  requireSighting,
  sealedRow,
  type ShownSighting,
} from './granted-sighting.ts';

const CLIP_LIFE_MS = 24 * 3_600_000;
/** A pause shorter than this is within what a cut between segments leaves. */
const SHORTEST_GAP_MS = 500;

/**
 * Asks for a clip: checks the grant, puts the wish on record, gets tickets for the segments and queues
 * the work. Nothing is opened here.
 * @throws WaysideError NOT_FOUND, CASE_CLOSED, GRANT_INVALID, TIME_INVALID, CAMERA_UNKNOWN, FOOTAGE_NONE,
 *   SIGN_IN_AGAIN, UNMASKING_REFUSED, AUDIT_UNAVAILABLE, …_UNREACHABLE
 */
export async function askForClip(
  context: ApiContext,
  by: AskedBy,
  asker: UserActor,
  caseId: string,
  request: ClipRequest,
): Promise<Clip> {
  const { db, keeper, queues, config, nowMs } = context;
  const { cameraId, grantId, reason, unmask = [], speed = 1, sightingId } = request;
  const span = spanOf(request, 1);
  const { longestClipMs } = config;
  if (span.endMs - span.startMs > longestClipMs) {
    throw new WaysideError('TIME_INVALID', `a clip is ${longestClipMs / 1000} s long at most`, {
      details: { atMostSeconds: longestClipMs / 1000 },
    });
  }
  requireOpen(await caseOf(db, asker, caseId));
  const grant = await usableGrant(context, by, caseId, grantId);
  await requireCamera(db, cameraId);
  const id = randomUUID();
  const { from, to } = request;
  const wish = { clipId: id, caseId, grantId, cameraId, from, to, reason };
  if (unmask.length > 0) {
    await checkUnmasking(context, by, asker, grant.grant, reason);
    await keeper.recordEvent({
      by,
      action: 'unmasking-asked',
      particulars: { ...wish, unmask: [...unmask] },
    });
  }
  const sighting =
    sightingId === undefined ? null : await requireSighting(context, sightingId, caseId);
  const row = sighting === null ? null : sealedRow(sighting);
  if (row !== null) await requireGranted(context, by, grant, row);

  const fromAt = new Date(span.startMs);
  const toAt = new Date(span.endMs);
  const segments = await segmentsOfSpan(db, cameraId, fromAt, toAt);
  const opened = segments.length === 0 ? [] : await clipTickets(context, by, grant, segments, row);
  if (opened.length === 0) {
    throw new WaysideError('FOOTAGE_NONE', 'there is no footage of this camera and time');
  }
  await keeper.recordEvent({
    by,
    action: 'clip-made',
    particulars: { ...wish, unmasked: unmask.length > 0, sightingId: sightingId ?? null },
  });
  const used = segments.filter((segment) => opened.some((ticket) => ticket.id === segment.id));
  await createClip(db, {
    ...{ id, caseId, grantId, cameraId, fromAt, toAt, speed },
    day: utcDayOf(span.startMs),
    clockSources: await clockSourcesOf(db, used),
    requestedBy: by.name,
    sightingId: sightingId ?? null,
    unmask,
    source: JSON.stringify({
      segments: opened,
      anchor: sighting === null ? null : await anchorOf(context, sighting),
    }),
    gaps: JSON.stringify(await gapsOf(context, cameraId, fromAt, toAt, used)),
    status: 'queued',
    failureCode: null,
    progress: 0,
    objectKey: null,
    byteCount: null,
    expiresAt: new Date(nowMs() + CLIP_LIFE_MS),
  });
  await queues.enqueue([{ name: 'clip', payload: { clipId: id } }]);
  return (await findClip(db, id))!;
}

/** Where the sighting's vehicle was seen best; null where it has no picture. */
async function anchorOf(
  { db }: Pick<ApiContext, 'db'>,
  { trackId }: ShownSighting,
): Promise<ClipAnchor | null> {
  const track = await findTrack(db, trackId);
  if (track?.cropKey == null) return null;
  const { segmentId, cropId } = cropPlaceOf(track.cropKey);
  return { segmentId, cropId };
}

async function gapsOf(
  { db }: Pick<ApiContext, 'db'>,
  cameraId: string,
  fromAt: Date,
  toAt: Date,
  segments: readonly Segment[],
): Promise<ClipGap[]> {
  const span = { startMs: fromAt.getTime(), endMs: toAt.getTime() };
  const known = await gapsBetween(db, fromAt, toAt, [cameraId]);
  const covered = [...segments, ...known].map(({ startedAt, endedAt }) => ({
    startMs: startedAt.getTime(),
    endMs: endedAt.getTime(),
  }));
  const gap = (startMs: number, endMs: number, cause: string): ClipGap => ({
    from: new Date(startMs).toISOString(),
    to: new Date(endMs).toISOString(),
    cause,
  });
  return [
    ...known.map(({ startedAt, endedAt, cause }) =>
      gap(
        Math.max(span.startMs, startedAt.getTime()),
        Math.min(span.endMs, endedAt.getTime()),
        cause,
      ),
    ),
    ...uncoveredParts(span, covered, SHORTEST_GAP_MS).map(({ startMs, endMs }) =>
      gap(startMs, endMs, 'NO_FOOTAGE'),
    ),
  ].sort((a, b) => (a.from < b.from ? -1 : 1));
}
