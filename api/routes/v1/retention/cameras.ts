import { Type } from 'typebox';
import { askedBy } from '../../../auth/asked-by.ts';
import { changeRetentionRule } from '../../../retention/change-rule.ts';
import { CameraRetention } from '../../../retention/retention-view.ts';
import type { Routes } from '../../route-app.ts';

export const retentionCamerasRoutes: Routes = (app, context) => {
  app.put(
    '/v1/retention/cameras/:id',
    {
      config: { access: { roles: ['administrator'] } },
      schema: {
        summary: 'Let a camera keep less long than the site',
        description:
          'Days by kind; kinds left out follow the site. Nothing goes beyond the ceiling of the ' +
          'configuration. Counts for what is recorded from now on; what is there already is deleted ' +
          'by the new rule too.',
        tags: ['retention'],
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) }),
        body: CameraRetention,
        response: { 200: CameraRetention },
      },
    },
    (request) =>
      changeRetentionRule(context, {
        by: askedBy(request),
        cameraId: request.params.id,
        days: request.body,
      }),
  );
};
