import type { Kysely } from 'kysely';
import { dayNumberOf, dayOfNumber } from '../../pipeline/time/utc-day.ts';
import type { Gap, Schema, Segment, Track } from '../schema.ts';

export interface FoundTrack {
  readonly track: Track;
  /** Null when it was deleted. */
  readonly segment: Pick<Segment, 'id' | 'sequence' | 'startedAt' | 'endedAt' | 'status'> | null;
  /** Null: its footage is a stream’s, or was deleted. */
  readonly fileName: string | null;
  /** Of its footage, that touch `[firstAt − aroundMs, lastAt + aroundMs]`, oldest first. */
  readonly gaps: readonly Gap[];
}

/** Null when there is none. */
export async function findTrack(
  db: Kysely<Schema>,
  id: string,
  aroundMs: number,
): Promise<FoundTrack | null> {
  const track = await db.selectFrom('track').selectAll().where('id', '=', id).executeTakeFirst();
  if (track === undefined) return null;
  // What it was seen best in, and what is missing around it, may begin a day before or after it.
  const dayNumber = dayNumberOf(track.day);
  const days = [dayNumber - 1, dayNumber, dayNumber + 1].map(dayOfNumber);
  const [segment, footage, gaps] = await Promise.all([
    db
      .selectFrom('segment')
      .select(['id', 'sequence', 'startedAt', 'endedAt', 'status'])
      .where('id', '=', track.segmentId)
      .where('day', 'in', days)
      .executeTakeFirst(),
    db
      .selectFrom('footage')
      .select('fileName')
      .where('id', '=', track.footageId)
      .executeTakeFirst(),
    db
      .selectFrom('gap')
      .selectAll()
      .where('footageId', '=', track.footageId)
      .where('day', 'in', days)
      .where('endedAt', '>=', new Date(track.firstAt.getTime() - aroundMs))
      .where('startedAt', '<=', new Date(track.lastAt.getTime() + aroundMs))
      .orderBy('startedAt')
      .execute(),
  ]);
  return { track, segment: segment ?? null, fileName: footage?.fileName ?? null, gaps };
}
