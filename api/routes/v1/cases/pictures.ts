import { Type } from 'typebox';
import { WaysideError } from '../../../../pipeline/errors.ts';
import { cropPlaceOf } from '../../../../store/objects/crop-keys.ts';
import { findTrack } from '../../../../store/redaction/shown-vehicle.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { CaseId } from '../../../cases/ids.ts';
import { usableGrant } from '../../../cases/usable-grants.ts';
import { jpegAnswer } from '../../../pictures/binary-answers.ts';
import { requireSighting, sealedRow } from '../../../pictures/granted-sighting.ts';
import { sendPicture } from '../../../pictures/send-picture.ts';
import type { Routes } from '../../route-app.ts';

const Id = Type.String({ format: 'uuid', maxLength: 36 });

export const casePicturesRoutes: Routes = (app, context) => {
  app.post(
    '/v1/cases/:id/pictures',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'The picture of a granted sighting, with its own plate',
        description: 'People and all other plates are filled. Each look is in the audit log.',
        tags: ['cases'],
        params: CaseId,
        body: Type.Object({ grantId: Id, sightingId: Id }, { additionalProperties: false }),
        response: jpegAnswer,
      },
    },
    async (request, reply) => {
      const by = askedBy(request);
      const { grantId, sightingId } = request.body;
      const grant = await usableGrant(context, by, request.params.id, grantId);
      const sighting = await requireSighting(context, sightingId, request.params.id);
      const track = await findTrack(context.db, sighting.trackId);
      const objectKey = track?.cropKey ?? sighting.heldCropKey;
      if (objectKey === null) {
        throw new WaysideError('PICTURE_MISSING', 'this sighting has no picture');
      }
      return sendPicture(context, reply, {
        objectKey,
        day: cropPlaceOf(objectKey).day,
        cameraId: sighting.cameraId,
        opening: { by, grant, sighting: sealedRow(sighting) },
      });
    },
  );
};
