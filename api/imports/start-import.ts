import type { AskedBy } from '../../keeper/client/asked-by.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { DAY_MS, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { requireCamera } from '../../store/cameras.ts';
import { footageIdOf } from '../../store/identity.ts';
import { addImport, findImport } from '../../store/imports/imports.ts';
import type { FootageImport } from '../../store/schema/track-search.ts';
import type { ApiContext } from '../context.ts';
import { shownFrom } from '../retention/shown-from.ts';

/** A file that was looked at and may be split. */
export interface FileToImport {
  readonly cameraId: string;
  readonly givenStartedAt: Date | null;
  readonly source: 'upload' | 'path';
  readonly fileName: string;
  readonly sha256: string;
  readonly byteCount: number;
  /** With every link resolved; null for an upload. */
  readonly path: string | null;
  /** Of an upload: seals it into the store; called only where there is something to do. */
  readonly seal: ((importId: string) => Promise<SealedUpload>) | null;
}

export interface SealedUpload {
  readonly objectKey: string;
  readonly objectTicket: Uint8Array;
}

/**
 * What can be said before a file is read.
 * @throws WaysideError CAMERA_UNKNOWN, CAMERA_PAUSED, TIME_INVALID, EXPIRED
 */
export async function checkDestination(
  context: Pick<ApiContext, 'db' | 'retention' | 'nowMs'>,
  { cameraId, givenStartedAt }: Pick<FileToImport, 'cameraId' | 'givenStartedAt'>,
): Promise<void> {
  const camera = await requireCamera(context.db, cameraId);
  if (camera.status === 'paused') {
    throw new WaysideError('CAMERA_PAUSED', `camera ${cameraId} is paused`, {
      details: { cameraId },
    });
  }
  if (givenStartedAt === null) return;
  if (givenStartedAt.getTime() > context.nowMs() + DAY_MS) {
    throw new WaysideError('TIME_INVALID', 'startedAt lies in the future');
  }
  const day = utcDayOf(givenStartedAt.getTime());
  for (const kind of ['reads', 'footage'] as const) {
    const oldestDay = (await shownFrom(context, kind))(cameraId);
    if (day >= oldestDay) continue;
    throw new WaysideError('EXPIRED', `footage of ${day} is older than what is kept`, {
      details: { oldestDay },
    });
  }
}

/**
 * Records the import and queues its job. The same file of the same camera and start is the same import:
 * it is answered as it stands, and begun again only where it failed.
 * @throws WaysideError AUDIT_UNAVAILABLE, QUEUE_UNREACHABLE, DISK_FULL, …_UNREACHABLE
 */
export async function startImport(
  {
    db,
    keeper,
    queues,
    objects,
    nowMs,
  }: Pick<ApiContext, 'db' | 'keeper' | 'queues' | 'objects' | 'nowMs'>,
  { seal, ...file }: FileToImport,
  by: AskedBy,
): Promise<{ readonly row: FootageImport; readonly begun: boolean }> {
  const id = footageIdOf(file.cameraId, file.sha256, file.givenStartedAt);
  const known = await findImport(db, id);
  if (known !== null && known.status !== 'failed') return { row: known, begun: false };
  const upload = seal === null ? null : await seal(id);
  try {
    const row = await db.transaction().execute(async (trx) => {
      const added = await addImport(trx, {
        ...file,
        ...{ id, byteCount: BigInt(file.byteCount), status: 'waiting', requestedBy: by.name },
        createdAt: new Date(nowMs()),
        objectKey: upload?.objectKey ?? null,
        objectTicket: upload?.objectTicket ?? null,
      });
      if (added === null) return null;
      const { cameraId, fileName, sha256, source, byteCount } = file;
      const particulars = { importId: id, cameraId, fileName, sha256, source, byteCount };
      await keeper.recordEvent({ by, action: 'import-started', particulars });
      return added;
    });
    if (row !== null) {
      await queues.enqueue([{ name: 'import', payload: { importId: id } }]);
      return { row, begun: true };
    }
  } catch (error) {
    // Queued or not, a row that is there is found by the workers: its upload must stay.
    const stands = await findImport(db, id).catch(() => undefined);
    const isNamed = stands === undefined || stands?.objectKey === upload?.objectKey;
    if (upload !== null && !isNamed) await objects.delete(upload.objectKey);
    throw error;
  }
  // Somebody else began it meanwhile.
  if (upload !== null) await objects.delete(upload.objectKey);
  return { row: (await findImport(db, id))!, begun: false };
}
