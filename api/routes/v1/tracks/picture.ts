import { Type } from 'typebox';
import { WaysideError } from '../../../../pipeline/errors.ts';
import { cropPlaceOf, maskedCropKey } from '../../../../store/objects/crop-keys.ts';
import { findTrack } from '../../../../store/redaction/shown-vehicle.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { jpegAnswer } from '../../../pictures/binary-answers.ts';
import { sendPicture } from '../../../pictures/send-picture.ts';
import type { Routes } from '../../route-app.ts';

export const trackPictureRoutes: Routes = (app, context) => {
  app.get(
    '/v1/tracks/:id/picture',
    {
      config: { access: { roles: ['analyst'] } },
      schema: {
        summary: 'A vehicle’s picture, people and every plate filled',
        description: 'Needs no grant; each look is in the audit log. People have no pictures.',
        tags: ['tracks'],
        params: Type.Object({ id: Type.String({ format: 'uuid', maxLength: 36 }) }),
        response: jpegAnswer,
      },
    },
    async (request, reply) => {
      const track = await findTrack(context.db, request.params.id);
      if (track === null) throw new WaysideError('NOT_FOUND', 'there is no such track');
      if (track.cropKey === null || track.objectClass === 'person') {
        throw new WaysideError('PICTURE_MISSING', 'this track has no picture');
      }
      return sendPicture(context, reply, {
        objectKey: maskedCropKey(track.cropKey),
        day: cropPlaceOf(track.cropKey).day,
        cameraId: track.cameraId,
        opening: { by: askedBy(request) },
      });
    },
  );
};
