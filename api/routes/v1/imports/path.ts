import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Type } from 'typebox';
import { sha256OfFile } from '../../../../workers/file-digest.ts';
import { probe } from '../../../../workers/media/probe.ts';
import { askedBy } from '../../../auth/asked-by.ts';
import { CameraId } from '../../../cameras/camera-schemas.ts';
import { allowedPath } from '../../../imports/allowed-path.ts';
import { detailOfImport, ImportDetail } from '../../../imports/import-view.ts';
import { checkDestination, startImport } from '../../../imports/start-import.ts';
import { Moment, momentMs } from '../../../moment.ts';
import type { Routes } from '../../route-app.ts';

export const importsPathRoutes: Routes = (app, context) => {
  app.post(
    '/v1/imports/path',
    {
      config: { access: { roles: ['administrator'] } },
      schema: {
        summary: 'Import a file that lies on the server',
        description:
          'Only below the folders that `imports.folders` of the configuration names, links resolved. ' +
          'The file has to stay until it is split.',
        tags: ['imports'],
        body: Type.Object(
          {
            path: Type.String({ minLength: 1, maxLength: 4_096 }),
            cameraId: CameraId,
            startedAt: Type.Optional(Moment),
          },
          { additionalProperties: false },
        ),
        response: { 200: ImportDetail, 202: ImportDetail },
      },
    },
    async (request, reply) => {
      const { path: asked, cameraId, startedAt } = request.body;
      const givenStartedAt =
        startedAt === undefined ? null : new Date(momentMs(startedAt, 'startedAt'));
      await checkDestination(context, { cameraId, givenStartedAt });
      const path = await allowedPath(asked, context.importFolders);
      await probe(path);
      const { row, begun } = await startImport(
        context,
        {
          ...{
            cameraId,
            givenStartedAt,
            source: 'path',
            path,
            fileName: basename(path),
            seal: null,
          },
          ...{ sha256: await sha256OfFile(path), byteCount: (await stat(path)).size },
        },
        askedBy(request),
      );
      return reply.code(begun ? 202 : 200).send(await detailOfImport(context, row));
    },
  );
};
