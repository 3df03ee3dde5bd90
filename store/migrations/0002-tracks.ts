import { sql, type Kysely } from 'kysely';

/** Tracks, and what the tracker carries from one segment to the next. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table track (
      id uuid not null,
      day date not null,
      camera_id text not null,
      footage_id uuid not null,
      segment_id uuid not null,
      number integer not null,
      object_class text not null,
      colour text not null,
      colour_confidence real not null check (colour_confidence between 0 and 1),
      direction_deg real,
      first_at timestamptz not null,
      last_at timestamptz not null check (last_at >= first_at),
      best_at timestamptz not null,
      crop_key text,
      primary key (id, day)
    ) partition by list (day)`.execute(db);
  await sql`create index track_by_footage on track (footage_id, number)`.execute(db);
  await sql`create index track_by_camera on track (camera_id, first_at)`.execute(db);

  await sql`
    create table tracker_state (
      footage_id uuid primary key references footage (id) on delete cascade,
      camera_id text not null references camera (id),
      next_sequence integer not null check (next_sequence >= 0),
      sealed bytea not null
    )`.execute(db);
}
