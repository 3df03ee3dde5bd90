import { sql, type Kysely } from 'kysely';

/**
 * The sealed plate index. Rows hold no text: the sealed read, one keyed token of the whole plate
 * and keyed tokens of its parts. GIN without fast update: a pending list would be searched row by
 * row, and its clean-up would fall on some unlucky insert.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sighting (
      id uuid not null,
      day date not null,
      camera_id text not null,
      track_id uuid not null,
      segment_id uuid not null,
      captured_at timestamptz not null,
      confidence real not null check (confidence between 0 and 1),
      object_class text not null,
      colour text not null,
      sealed bytea not null,
      skeleton_token bigint not null,
      part_tokens bigint[] not null,
      primary key (id, day)
    ) partition by list (day)`.execute(db);
  await sql`create index sighting_by_skeleton on sighting (skeleton_token)`.execute(db);
  await sql`
    create index sighting_by_parts on sighting using gin (part_tokens)
    with (fastupdate = off)`.execute(db);
  await sql`create index sighting_by_camera on sighting (camera_id, captured_at)`.execute(db);
}
