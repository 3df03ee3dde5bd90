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
import { liveStatesOf } from '../../../store/live/live-states.ts';
import type { Camera } from '../../../store/schema.ts';
import type { Actor } from '../../auth/actor.ts';
import { camerasAfter, requireCamera } from '../../../store/cameras.ts';
import type { Routes } from '../route-app.ts';

const READERS = { roles: ROLES, scope: 'cameras:read' } as const;
const ADMINISTRATOR = { roles: ['administrator'] } as const;
const Params = Type.Object({ id: CameraId });

export const camerasRoutes: Routes = (app, context) => {
  const viewsOf = async (cameras: readonly Camera[], actor: Actor | null) => {
    const ids = cameras.map(({ id }) => id);
    const live = await liveStatesOf(context.db, ids, context.nowMs());
    const showsAddress = actor?.role === 'administrator';
    return cameras.map((camera) => viewOfCamera(camera, live.get(camera.id), { showsAddress }));
  };
  const viewOf = async (camera: Camera, actor: Actor | null) =>
    (await viewsOf([camera], actor))[0]!;

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
    async ({ query: { limit = DEFAULT_PAGE, cursor }, actor }) => {
      const after = decodeCursor(Type.String(), cursor);
      const cameras = await camerasAfter(context.db, after, limit + 1);
      const views = await viewsOf(cameras, actor);
      return pageOf(
        views,
        limit,
        ({ id }) => id,
        (view) => view,
      );
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
      return reply.code(201).send(await viewOf(camera, request.actor));
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
    async ({ params: { id }, actor }) => viewOf(await requireCamera(context.db, id), actor),
  );

  app.patch(
    '/v1/cameras/:id',
    {
      config: { access: ADMINISTRATOR },
      schema: {
        summary: 'Change a camera',
        description:
          'What is left out stays. Zones are replaced together; tracks keep their names. Of a camera ' +
          'that wayside.yaml describes, `status` only: `CONFLICT` names what else was asked.',
        tags: ['cameras'],
        params: Params,
        body: CameraChange,
        response: { 200: CameraView },
      },
    },
    async (request) =>
      viewOf(
        await changeCamera(context, request.params.id, request.body, askedBy(request)),
        request.actor,
      ),
  );
};
