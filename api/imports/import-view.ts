import { Type, type Static } from 'typebox';
import { findFootage, footageProgress } from '../../store/footage.ts';
import type { FootageImport } from '../../store/schema/track-search.ts';
import type { ApiContext } from '../context.ts';

const Count = Type.Integer({ minimum: 0 });
const STATUSES = ['waiting', 'splitting', 'processing', 'complete', 'failed'] as const;

export const ImportItem = Type.Object({
  id: Type.String(),
  cameraId: Type.String(),
  source: Type.Enum(['upload', 'path']),
  fileName: Type.String(),
  byteCount: Type.Integer(),
  sha256: Type.String(),
  requestedBy: Type.String(),
  createdAt: Type.String(),
  status: Type.Enum([...STATUSES], {
    description:
      '`splitting`: being cut into segments; `processing`: those are looked at and tracked.',
  }),
  error: Type.Union([Type.Object({ code: Type.String(), message: Type.String() }), Type.Null()]),
});
export type ImportItem = Static<typeof ImportItem>;

export const ImportDetail = Type.Object({
  ...ImportItem.properties,
  startedAt: Type.Union([Type.String(), Type.Null()], {
    description: 'When the footage starts; null before that is known.',
  }),
  segmentsTotal: Type.Union([Count, Type.Null()], { description: 'Null until it is all cut.' }),
  segments: Type.Object(
    { stored: Count, detected: Count, tracked: Count, failed: Count },
    { description: 'How many are in each state now; stored ones wait to be looked at.' },
  ),
  tracks: Count,
  plates: Type.Integer({ minimum: 0, description: 'Tracks with a plate.' }),
  gaps: Count,
});
export type ImportDetail = Static<typeof ImportDetail>;

export function itemOfImport(row: FootageImport, footageStatus: string | null): ImportItem {
  return {
    id: row.id,
    cameraId: row.cameraId,
    source: row.source,
    fileName: row.fileName,
    byteCount: Number(row.byteCount),
    sha256: row.sha256,
    requestedBy: row.requestedBy,
    createdAt: row.createdAt.toISOString(),
    status: statusOf(row, footageStatus),
    error:
      row.status === 'failed'
        ? { code: row.failureCode ?? 'INTERNAL', message: row.failureMessage ?? '' }
        : null,
  };
}

export async function detailOfImport(
  { db }: Pick<ApiContext, 'db'>,
  row: FootageImport,
): Promise<ImportDetail> {
  const [footage, progress] = await Promise.all([
    findFootage(db, row.id),
    footageProgress(db, row.id),
  ]);
  return {
    ...itemOfImport(row, footage?.status ?? null),
    startedAt: footage?.startedAt.toISOString() ?? null,
    segmentsTotal: progress?.segmentsTotal ?? null,
    segments: progress?.segments ?? { stored: 0, detected: 0, tracked: 0, failed: 0 },
    tracks: progress?.tracks ?? 0,
    plates: progress?.sightings ?? 0,
    gaps: progress?.gaps ?? 0,
  };
}

function statusOf(
  { status }: FootageImport,
  footageStatus: string | null,
): (typeof STATUSES)[number] {
  if (status !== 'split') return status;
  return footageStatus === 'complete' ? 'complete' : 'processing';
}
