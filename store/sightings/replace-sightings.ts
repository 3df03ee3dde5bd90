import { sql, type Kysely } from 'kysely';
import { dayNumberOf, dayOfNumber } from '../../pipeline/time/utc-day.ts';
import { sightingIdOf } from '../identity.ts';
import type { NewSighting, NewTrack, Schema, Track } from '../schema.ts';
import { saveSightings } from './save-sightings.ts';

/**
 * Writes the sightings of tracks, some of which were written before while they were in view: the sighting
 * of one that lost its plate goes, and so does one whose best moment is on another day now.
 *
 * @param before rows of those tracks that were written before
 */
export async function replaceSightings(
  trx: Kysely<Schema>,
  before: readonly Pick<Track, 'id' | 'day' | 'hasPlate'>[],
  now: {
    readonly tracks: readonly Pick<NewTrack, 'id' | 'hasPlate'>[];
    readonly sightings: readonly NewSighting[];
  },
): Promise<void> {
  const newDayOf = new Map(now.sightings.map(({ trackId, day }) => [trackId, day]));
  const withoutPlate = new Set(now.tracks.flatMap(({ id, hasPlate }) => (hasPlate ? [] : [id])));
  const outdated = before
    .filter(({ hasPlate }) => hasPlate)
    .flatMap(({ id, day }) => {
      const newDay = newDayOf.get(id);
      if (newDay === undefined && !withoutPlate.has(id)) return [];
      // A track is seen best on the day it began, or the day after.
      const days = [day, dayOfNumber(dayNumberOf(day) + 1)];
      return days
        .filter((one) => one !== newDay)
        .map((one) => ({ id: sightingIdOf(id), day: one }));
    });
  if (outdated.length > 0) {
    await sql`
      delete from sighting using unnest(
        ${outdated.map(({ id }) => id)}::uuid[], ${outdated.map(({ day }) => day)}::date[]
      ) as outdated (id, day)
      where sighting.id = outdated.id and sighting.day = outdated.day`.execute(trx);
  }
  await saveSightings(trx, now.sightings);
}
