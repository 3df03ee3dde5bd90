import type { Kysely } from 'kysely';
import type { Schema, Sighting, Track } from '../schema.ts';

/** Null when there is none, or none any more. */
export async function findTrack(db: Kysely<Schema>, id: string): Promise<Track | null> {
  const row = await db.selectFrom('track').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Null when there is none, or none any more. */
export async function findSighting(db: Kysely<Schema>, id: string): Promise<Sighting | null> {
  const row = await db.selectFrom('sighting').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}
