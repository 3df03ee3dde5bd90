import type { Multipart } from '@fastify/multipart';
import type { FastifyError, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { WaysideError } from '../../../pipeline/errors.ts';
import { findImport, importsAfter } from '../../../store/imports/imports.ts';
import { probe } from '../../../workers/media/probe.ts';
import { askedBy } from '../../auth/asked-by.ts';
import {
  detailOfImport,
  ImportDetail,
  ImportItem,
  itemOfImport,
} from '../../imports/import-view.ts';
import { receiveUpload, sealUpload } from '../../imports/receive-upload.ts';
import { checkDestination, startImport } from '../../imports/start-import.ts';
import { Moment, momentMs } from '../../moment.ts';
import { decodeCursor, DEFAULT_PAGE, encodeCursor, page, PageQuery } from '../../paging.ts';
import type { Routes } from '../route-app.ts';
import { Check } from 'typebox/value';
import { CameraId } from '../../cameras/camera-schemas.ts';

const ACCESS = { roles: ['administrator'], scope: 'footage:write' } as const;
const Position = Type.Tuple([Type.Integer(), Type.String({ pattern: '^[0-9a-f-]{36}$' })]);

export const importsRoutes: Routes = (app, context) => {
  app.post(
    '/v1/imports',
    {
      config: { access: ACCESS },
      schema: {
        summary: 'Upload footage of a camera',
        description:
          'multipart/form-data: the field `cameraId`, where known the field `startedAt` (ISO 8601 with ' +
          'offset), then the file. What the file is shows its content, not its name. The same file of ' +
          'the same camera is the same import: 202 when it begins, 200 when it was there.',
        tags: ['imports'],
        consumes: ['multipart/form-data'],
        response: { 200: ImportDetail, 202: ImportDetail },
      },
    },
    async (request, reply) => {
      const { fields, file } = await partsOf(request);
      const destination = destinationOf(fields);
      await checkDestination(context, destination);
      const upload = await receiveUpload(file.file, context.scratchFolder);
      try {
        await probe(upload.path).catch((error: unknown) => {
          throw unnamed(error);
        });
        const { row, begun } = await startImport(
          context,
          {
            ...destination,
            ...{ source: 'upload', fileName: nameOf(file.filename), path: null },
            ...{ sha256: upload.sha256, byteCount: upload.byteCount },
            seal: (importId) =>
              sealUpload(context, upload, { importId, cameraId: destination.cameraId }),
          },
          askedBy(request),
        );
        return await reply.code(begun ? 202 : 200).send(await detailOfImport(context, row));
      } finally {
        await upload.remove();
      }
    },
  );

  app.get(
    '/v1/imports',
    {
      config: { access: ACCESS },
      schema: {
        summary: 'Imports, newest first; a key sees its own',
        tags: ['imports'],
        querystring: PageQuery,
        response: { 200: page(ImportItem) },
      },
    },
    async (request) => {
      const { limit = DEFAULT_PAGE, cursor } = request.query;
      const position = decodeCursor(Position, cursor);
      const rows = await importsAfter(context.db, {
        after: position === null ? null : { createdAt: new Date(position[0]), id: position[1] },
        limit: limit + 1,
        requestedBy: ownerOf(request),
      });
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1)! : null;
      return {
        items: shown.map((row) => itemOfImport(row, row.footageStatus)),
        nextCursor: last === null ? null : encodeCursor([last.createdAt.getTime(), last.id]),
      };
    },
  );

  app.get(
    '/v1/imports/:id',
    {
      config: { access: ACCESS },
      schema: {
        summary: 'How far an import is',
        tags: ['imports'],
        params: Type.Object({
          id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
        }),
        response: { 200: ImportDetail },
      },
    },
    async (request) => {
      const row = await findImport(context.db, request.params.id);
      const owner = ownerOf(request);
      if (row === null || (owner !== null && row.requestedBy !== owner)) {
        throw new WaysideError('IMPORT_UNKNOWN', 'there is no import of this id');
      }
      return detailOfImport(context, row);
    },
  );
};

/** Null: may see everybody's. */
function ownerOf({ actor }: FastifyRequest): string | null {
  return actor?.kind === 'key' ? actor.name : null;
}

/** Reads up to the file, whose bytes are still to come. */
async function partsOf(request: FastifyRequest) {
  const fields = new Map<string, string>();
  if (!request.isMultipart()) {
    throw new WaysideError('UNSUPPORTED_MEDIA_TYPE', 'an upload is multipart/form-data');
  }
  try {
    for await (const part of request.parts() as AsyncIterable<Multipart>) {
      if (part.type === 'file') return { fields, file: part };
      fields.set(part.fieldname, String(part.value));
    }
  } catch (cause) {
    throw partError(cause);
  }
  throw new WaysideError('USAGE', 'there is no file in the upload');
}

/** The reader of the parts throws plain errors for parts that make no sense. */
function partError(cause: unknown): unknown {
  if (cause instanceof WaysideError || typeof (cause as FastifyError).statusCode === 'number') {
    return cause;
  }
  return new WaysideError('USAGE', 'the parts of the upload can’t be read', { cause });
}

function destinationOf(fields: ReadonlyMap<string, string>) {
  const unknown = [...fields.keys()].find((name) => !['cameraId', 'startedAt'].includes(name));
  if (unknown !== undefined) throw new WaysideError('USAGE', 'the upload has a field too many');
  const cameraId = fields.get('cameraId');
  if (!Check(CameraId, cameraId)) {
    throw new WaysideError('USAGE', 'the field cameraId has to come before the file');
  }
  const startedAt = fields.get('startedAt');
  if (startedAt !== undefined && !Check(Moment, startedAt)) {
    throw new WaysideError('TIME_INVALID', 'startedAt is no time with an offset');
  }
  const given = startedAt === undefined ? null : new Date(momentMs(startedAt, 'startedAt'));
  return { cameraId, givenStartedAt: given };
}

/** For people to know it by; never a path. */
export function nameOf(given: string | undefined): string {
  const last = (given ?? '').split(/[/\\]/).at(-1)!;
  const name = last.replace(/\p{C}/gu, '').trim().slice(0, 200);
  return name === '' ? 'upload' : name;
}

/** What is wrong with it, without where it lay or what it was called. */
function unnamed(error: unknown): unknown {
  if (!(error instanceof WaysideError)) return error;
  const { file } = error.details;
  const message =
    typeof file === 'string' ? error.message.replaceAll(file, 'the file') : error.message;
  return new WaysideError(error.code, message, { cause: error });
}
