import { Type } from 'typebox';
import { WaysideError } from '../../../../../pipeline/errors.ts';
import { RedactionRecord } from '../../../../../pipeline/redact/redaction-record.ts';
import { requireRedaction } from '../../../../../store/redaction/require-redaction.ts';
import type { UserActor } from '../../../../auth/actor.ts';
import { askedBy } from '../../../../auth/asked-by.ts';
import { userOf } from '../../../../auth/access.ts';
import { caseOf } from '../../../../cases/cases.ts';
import { usableGrant } from '../../../../cases/usable-grants.ts';
import { videoAnswer } from '../../../../pictures/binary-answers.ts';
import { requireFresh } from '../../../../pictures/check-unmasking.ts';
import { clipAnswer, ClipAnswer } from '../../../../pictures/clip-schemas.ts';
import { requireSighting, sealedRow } from '../../../../pictures/granted-sighting.ts';
import { sendClip } from '../../../../pictures/send-picture.ts';
import { findClip } from '../../../../../store/clips/clips.ts';
import type { Clip } from '../../../../../store/schema/redaction.ts';
import type { ApiContext } from '../../../../context.ts';
import type { Routes } from '../../../route-app.ts';

const Id = Type.String({ format: 'uuid', maxLength: 36 });
const ClipPlace = Type.Object({ id: Id, clipId: Id });

export const clipRoutes: Routes = (app, context) => {
  app.get(
    '/v1/cases/:id/clips/:clipId',
    {
      config: { access: { roles: ['analyst', 'auditor'] } },
      schema: {
        summary: 'How far a clip is',
        tags: ['cases'],
        params: ClipPlace,
        response: { 200: ClipAnswer },
      },
    },
    async (request) => clipAnswer(await clipOf(context, userOf(request), request.params)),
  );

  app.get(
    '/v1/cases/:id/clips/:clipId/record',
    {
      config: { access: { roles: ['analyst', 'auditor'] } },
      schema: {
        summary: 'What was filled in each picture of a clip, by which models',
        tags: ['cases'],
        params: ClipPlace,
        response: { 200: RedactionRecord },
      },
    },
    async (request) => {
      const clip = await clipOf(context, userOf(request), request.params);
      return requireRedaction(context.db, { objectKey: madeObject(clip).objectKey, day: clip.day });
    },
  );

  app.get(
    '/v1/cases/:id/clips/:clipId/video',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'The clip, to the person whose grant it was made under',
        description:
          'Each look is in the audit log; one at an unmasked clip needs a fresh sign-in.',
        tags: ['cases'],
        params: ClipPlace,
        response: videoAnswer,
      },
    },
    async (request, reply) => {
      const by = askedBy(request);
      const asker = userOf(request);
      const clip = await clipOf(context, asker, request.params);
      const made = madeObject(clip);
      if (clip.unmask.length > 0) requireFresh(asker, context.nowMs());
      const grant = await usableGrant(context, by, clip.caseId, clip.grantId);
      const sighting =
        clip.sightingId === null
          ? {}
          : { sighting: sealedRow(await requireSighting(context, clip.sightingId, clip.caseId)) };
      return sendClip(context, reply, {
        ...made,
        day: clip.day,
        opening: { by, grant, ...sighting },
        range: request.headers.range,
      });
    },
  );
};

/** @throws WaysideError NOT_FOUND, also for a clip whose time is over */
async function clipOf(
  { db, nowMs }: Pick<ApiContext, 'db' | 'nowMs'>,
  reader: UserActor,
  { id, clipId }: { readonly id: string; readonly clipId: string },
): Promise<Clip> {
  await caseOf(db, reader, id);
  const clip = await findClip(db, clipId);
  if (clip?.caseId === id && clip.expiresAt.getTime() > nowMs()) return clip;
  throw new WaysideError('NOT_FOUND', 'there is no such clip in this case');
}

/** @throws WaysideError CLIP_NOT_READY */
function madeObject({ id, objectKey, byteCount, status, failureCode }: Clip) {
  if (objectKey !== null && byteCount !== null) {
    return { objectKey, byteCount: Number(byteCount) };
  }
  throw new WaysideError('CLIP_NOT_READY', `clip ${id} is ${status}`, {
    details: { status, failure: failureCode },
  });
}
