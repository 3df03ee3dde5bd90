import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyReply } from 'fastify';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import {
  openBytesForView,
  openStreamByGrant,
  type GrantedOpening,
} from '../../keeper/client/sealed-objects.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import { requireCamera } from '../../store/cameras.ts';
import { heldKeyOf } from '../../store/retention/held-things.ts';
import { requireRedaction } from '../../store/redaction/require-redaction.ts';
import type { ApiContext } from '../context.ts';
import { byteRangeOf } from './byte-range.ts';
import { fillNewMasks } from './fill-new-masks.ts';

/** A stored picture on its way out. */
export interface LeavingPicture {
  readonly objectKey: string;
  /** Of its redaction record. */
  readonly day: UtcDay;
  /** Without a grant, a masked one; with one, any. */
  readonly opening: { readonly by: AskedBy } | GrantedOpening;
}

/** A vehicle's. */
export interface LeavingCrop extends LeavingPicture {
  readonly cameraId: string;
}

export interface LeavingClip extends LeavingPicture {
  readonly opening: GrantedOpening;
  /** Of the video, unsealed. */
  readonly byteCount: number;
  /** The request's `range` header. */
  readonly range: string | undefined;
}

type Context = Pick<ApiContext, 'db' | 'objects' | 'keeper'>;

/**
 * The one way by which a picture leaves: with a record of what was hidden in it, opened by the keeper,
 * who writes that down first, the masks of today filled in it. Whole before the first byte goes.
 * @throws WaysideError REDACTION_MISSING, PICTURE_MISSING, CAMERA_UNKNOWN, GRANT_INVALID, EXPIRED, OBJECT_MISSING, SEAL_BROKEN,
 *   AUDIT_UNAVAILABLE
 */
export async function sendPicture(
  { db, objects, keeper }: Context,
  reply: FastifyReply,
  { objectKey, day, cameraId, opening }: LeavingCrop,
): Promise<FastifyReply> {
  const record = await requireRedaction(db, { objectKey, day });
  const { masks } = await requireCamera(db, cameraId);
  const sealed = await objects.get(objectKey);
  const jpeg =
    'grant' in opening
      ? await buffer(
          opened(
            sealed,
            openStreamByGrant(keeper, objectKey, await withHeld(db, objectKey, opening)),
          ),
        )
      : await openBytesForView(keeper, objectKey, opening.by, await buffer(sealed));
  const filled = await fillNewMasks(jpeg, record, masks);
  return confidential(reply).type('image/jpeg').send(Buffer.from(filled));
}

/**
 * As `sendPicture`, a video, as it is opened: a clip that was changed breaks off. A range of bytes where
 * one is asked for.
 */
export async function sendClip(
  { db, objects, keeper }: Context,
  reply: FastifyReply,
  { objectKey, day, opening, byteCount, range }: LeavingClip,
): Promise<FastifyReply> {
  await requireRedaction(db, { objectKey, day });
  const sealed = await objects.get(objectKey);
  const video = opened(sealed, openStreamByGrant(keeper, objectKey, opening));
  // A refusal is an answer of its own, not a video of no bytes.
  await readable(video);
  const asked = byteRangeOf(range, byteCount);
  confidential(reply).type('video/mp4').header('accept-ranges', 'bytes');
  if (asked === null) return reply.header('content-length', byteCount).send(video);
  const { first, last } = asked;
  return reply
    .code(206)
    .header('content-range', `bytes ${first}-${last}/${byteCount}`)
    .header('content-length', last - first + 1)
    .send(video.pipe(onlyBytes(first, last, video)));
}

/** As the grant opens it, and, where a hold of its case keeps the object, once the day is over. */
async function withHeld(
  db: Context['db'],
  objectKey: string,
  opening: GrantedOpening,
): Promise<GrantedOpening> {
  const held = await heldKeyOf(db, opening.grant.grant.caseId, objectKey);
  return held === null ? opening : { ...opening, held };
}

function confidential(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').header('content-disposition', 'inline');
}

function opened(sealed: Readable, opening: Transform): Transform {
  sealed.on('error', (error) => opening.destroy(error));
  opening.on('close', () => sealed.destroy());
  return sealed.pipe(opening);
}

function readable(stream: Transform): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('readable', resolve).once('error', reject);
  });
}

function onlyBytes(first: number, last: number, source: Transform): Transform {
  let at = 0;
  const part = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      const from = Math.max(0, first - at);
      const to = Math.min(chunk.length, last + 1 - at);
      at += chunk.length;
      if (to > from) this.push(chunk.subarray(from, to));
      done();
    },
  });
  source.on('error', (error) => part.destroy(error));
  part.on('close', () => source.destroy());
  return part;
}
