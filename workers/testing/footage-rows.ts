import type { Kysely } from 'kysely';
import type { Schema } from '../../store/schema.ts';

/**
 * What an import left in the tables, without what differs from one footage to the next (ids, the
 * camera, sealed bytes): two imports of the same file are alike when these are equal. Tokens stand for
 * the texts of the plates.
 */
export async function footageRows(db: Kysely<Schema>, footageId: string) {
  const of = { footageId };
  const footage = await db
    .selectFrom('footage')
    .selectAll()
    .where('id', '=', footageId)
    .executeTakeFirstOrThrow();
  const msIn = (time: Date): number => time.getTime() - footage.startedAt.getTime();
  const segments = await db
    .selectFrom('segment')
    .selectAll()
    .where('footageId', '=', of.footageId)
    .orderBy('sequence')
    .execute();
  const sequenceOf = new Map(segments.map(({ id, sequence }) => [id, sequence]));
  const tracks = await db
    .selectFrom('track')
    .selectAll()
    .where('footageId', '=', footageId)
    .orderBy('number')
    .execute();
  const sightings = await db
    .selectFrom('sighting')
    .innerJoin('track', 'track.id', 'sighting.trackId')
    .selectAll('sighting')
    .select('track.number')
    .where('track.footageId', '=', footageId)
    .orderBy('track.number')
    .execute();
  const gaps = await db
    .selectFrom('gap')
    .selectAll()
    .where('footageId', '=', footageId)
    .orderBy('startedAt')
    .execute();
  return {
    status: footage.status,
    segmentsTotal: footage.segmentsTotal,
    segments: segments.map(({ sequence, startedAt, endedAt, byteCount, status, failureCode }) => ({
      ...{ sequence, status, failureCode, byteCount },
      ...{ startMs: msIn(startedAt), endMs: msIn(endedAt) },
    })),
    tracks: tracks.map((track) => ({
      number: track.number,
      sequence: sequenceOf.get(track.segmentId),
      objectClass: track.objectClass,
      colour: track.colour,
      directionDeg: track.directionDeg,
      firstMs: msIn(track.firstAt),
      lastMs: msIn(track.lastAt),
      bestMs: msIn(track.bestAt),
      crop: track.cropKey?.split('/').at(-1) ?? null,
    })),
    sightings: sightings.map((sighting) => ({
      number: sighting.number,
      sequence: sequenceOf.get(sighting.segmentId),
      capturedMs: msIn(sighting.capturedAt),
      confidence: sighting.confidence,
      skeletonToken: sighting.skeletonToken,
      partTokens: sighting.partTokens,
    })),
    gaps: gaps.map(({ startedAt, endedAt, cause }) => ({
      ...{ cause, startMs: msIn(startedAt), endMs: msIn(endedAt) },
    })),
  };
}
