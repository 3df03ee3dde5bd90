import { Type } from 'typebox';
import { ROLES } from '../../auth/actor.ts';
import { askedBy } from '../../auth/asked-by.ts';
import {
  CameraChange,
  CameraId,
  CameraView,
  NewCameraBody,
  viewOfCamera,
} from '../../cameras/camera-schemas.ts';
import { changeCamera, createCamera } from '../../cameras/change-cameras.ts';
import { decodeCursor, DEFAULT_PAGE, page, PageQuery, pageOf } from '../../paging.ts';
import { camerasAfter, requireCamera } from '../../../store/cameras.ts';
import type { Routes } from '../route-app.ts';

const READERS = { roles: ROLES, scope: 'cameras:read' } as const;
const ADMINISTRATOR = { roles: ['administrator'] } as const;
const Params = Type.Object({ id: CameraId });

export const camerasRoutes: Routes = (app, context) => {
  app.get(
    '/v1/cameras',
    {
      config: { access: READERS },
      schema: {
        summary: 'Cameras, by id',
        tags: ['cameras'],
        querystring: PageQuery,
        response: { 200: page(CameraView) },
      },
    },
    async ({ query: { limit = DEFAULT_PAGE, cursor } }) => {
      const after = decodeCursor(Type.String(), cursor);
      const cameras = await camerasAfter(context.db, after, limit + 1);
      return pageOf(cameras, limit, ({ id }) => id, viewOfCamera);
    },
  );

  app.post(
    '/v1/cameras',
    {
      config: { access: ADMINISTRATOR },
      schema: {
        summary: 'Add a camera',
        tags: ['cameras'],
        body: NewCameraBody,
        response: { 201: CameraView },
      },
    },
    async (request, reply) => {
      const camera = await createCamera(context, request.body, askedBy(request));
      return reply.code(201).send(viewOfCamera(camera));
    },
  );

  app.get(
    '/v1/cameras/:id',
    {
      config: { access: READERS },
      schema: {
        summary: 'One camera',
        tags: ['cameras'],
        params: Params,
        response: { 200: CameraView },
      },
    },
    async ({ params: { id } }) => viewOfCamera(await requireCamera(context.db, id)),
  );

  app.patch(
    '/v1/cameras/:id',
    {
      config: { access: ADMINISTRATOR },
      schema: {
        summary: 'Change a camera',
        description:
          'What is left out stays. Zones are replaced together; tracks keep their names.',
        tags: ['cameras'],
        params: Params,
        body: CameraChange,
        response: { 200: CameraView },
      },
    },
    async (request) =>
      viewOfCamera(await changeCamera(context, request.params.id, request.body, askedBy(request))),
  );
};
