import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { WaysideError } from '../pipeline/errors.ts';
import {
  beginSplitting,
  failImport,
  findImport,
  finishSplitting,
  forgetUpload,
} from '../store/imports/imports.ts';
import type { FootageImport } from '../store/schema/track-search.ts';
import type { JobHandler } from './consumer.ts';
import { ingestFootage, openFootage } from './ingest-footage.ts';
import { openSealedFile } from './open-sealed-file.ts';
import { isWorthRetrying } from './retry.ts';
import type { Services } from './services.ts';

/** A file that so many workers died of is given up. */
const MOST_CRASHES = 5;

/**
 * Splits one file that was asked for over the API, and takes its upload away. A worker that dies leaves
 * it to the next, which goes on with the segments that aren't stored yet. A file that can't be split
 * becomes a failed import, which says why.
 */
export function importHandler(services: Services, segmentMs: number): JobHandler<'import'> {
  const { db } = services;
  return async ({ importId }, { attempt, crashes, signal }) => {
    const row = await beginSplitting(db, importId, segmentMs);
    if (row !== null) {
      try {
        if (crashes >= MOST_CRASHES) {
          throw new WaysideError('JOB_FAILED', `${crashes} workers died of ${row.fileName}`);
        }
        await split(row, services, signal);
        await finishSplitting(db, importId);
      } catch (error) {
        if (signal.aborted || isWorthRetrying(error, attempt)) throw error;
        await failImport(db, importId, failureOf(error, row));
      }
    }
    await removeUpload(importId, services);
  };
}

async function split(row: FootageImport, services: Services, signal: AbortSignal): Promise<void> {
  const { cameraId, givenStartedAt: startedAt, fileName, sha256, segmentMs } = row;
  const folder = await services.scratch.newFolder();
  try {
    const path = row.path ?? (await openUpload(row, join(folder, 'upload'), services));
    const file = await openFootage(
      path,
      { cameraId, startedAt, fileName, sha256 },
      services,
      signal,
    );
    await ingestFootage(file, segmentMs!, services, { onStored: () => undefined, signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openUpload(
  { objectKey, objectTicket, fileName }: FootageImport,
  path: string,
  services: Pick<Services, 'objects' | 'keeper'>,
): Promise<string> {
  if (objectKey === null || objectTicket === null) {
    throw new WaysideError('OBJECT_MISSING', `the upload of ${fileName} is gone`);
  }
  await openSealedFile(path, { objectKey, ticket: objectTicket }, services);
  return path;
}

async function removeUpload(
  importId: string,
  { db, objects }: Pick<Services, 'db' | 'objects'>,
): Promise<void> {
  const row = await findImport(db, importId);
  if (row?.objectKey == null) return;
  await objects.delete(row.objectKey);
  await forgetUpload(db, importId);
}

/** Speaks of the file by the name it came with, not of where it lay. */
function failureOf(error: unknown, { fileName }: FootageImport) {
  if (!(error instanceof WaysideError)) {
    return { code: 'INTERNAL', message: `${fileName} could not be split` } as const;
  }
  const { file } = error.details;
  const message =
    typeof file === 'string' ? error.message.replaceAll(file, fileName) : error.message;
  return { code: error.code, message };
}
