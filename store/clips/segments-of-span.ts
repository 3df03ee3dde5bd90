import type { Kysely } from 'kysely';
import type { ClockSource } from '../../pipeline/time/clock-source.ts';
import { daysBetween } from '../../pipeline/time/utc-day.ts';
import type { Schema, Segment } from '../schema.ts';

const DAY_MS = 86_400_000;

/** Stored video of the camera that lies at least partly in `[from, to)`, oldest first. */
export async function segmentsOfSpan(
  db: Kysely<Schema>,
  cameraId: string,
  from: Date,
  to: Date,
): Promise<readonly Segment[]> {
  // A segment is kept under the day it begins on, which may be the one before.
  const days = daysBetween(from.getTime() - DAY_MS, to.getTime());
  return db
    .selectFrom('segment')
    .selectAll()
    .where('cameraId', '=', cameraId)
    .where('day', 'in', days)
    .where('startedAt', '<', to)
    .where('endedAt', '>', from)
    .orderBy('startedAt')
    .orderBy('id')
    .execute();
}

/** By which clocks the segments are timed, each once, in order of the alphabet. */
export async function clockSourcesOf(
  db: Kysely<Schema>,
  segments: readonly Pick<Segment, 'footageId' | 'clockSource'>[],
): Promise<readonly ClockSource[]> {
  const footageIds = [...new Set(segments.map(({ footageId }) => footageId))];
  if (footageIds.length === 0) return [];
  const footage = await db
    .selectFrom('footage')
    .select(['id', 'clockSource'])
    .where('id', 'in', footageIds)
    .execute();
  const sourceOf = new Map(footage.map(({ id, clockSource }) => [id, clockSource]));
  const sources = segments.flatMap(
    ({ footageId, clockSource }) => clockSource ?? sourceOf.get(footageId) ?? [],
  );
  return [...new Set(sources)].sort();
}
