import { sql, type Kysely } from 'kysely';

/**
 * Cameras that are recorded as they happen. Footage comes from a stream as well as from a file; each
 * segment says by which clock it was timed and how closely it was looked at; a gap may lie outside all
 * footage; a track may still be in view.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table camera
      add column stream_address text,
      add column analysis_fps real check (analysis_fps > 0),
      add column masks jsonb not null default '[]' check (jsonb_typeof(masks) = 'array'),
      add column lines jsonb not null default '[]' check (jsonb_typeof(lines) = 'array')
  `.execute(db);

  await sql`
    alter table footage
      alter column file_name drop not null,
      alter column sha256 drop not null,
      add column origin text not null default 'file' check (origin in ('file', 'stream')),
      add column masks jsonb not null default '[]' check (jsonb_typeof(masks) = 'array'),
      drop constraint footage_clock_source_check,
      add constraint footage_clock_source_check
        check (clock_source in ('given', 'container', 'import', 'camera', 'arrival'))
  `.execute(db);
  await sql`create index footage_unfinished on footage (created_at) where status = 'importing'`.execute(
    db,
  );

  await sql`
    alter table segment
      add column clock_source text,
      add column stored_at timestamptz not null default now(),
      add column analysis_fps real,
      add column detection_key text,
      add column detection_ticket bytea,
      add column detection_offset_ms integer
  `.execute(db);
  await sql`create index segment_waiting on segment (started_at) where status = 'stored'`.execute(
    db,
  );

  await sql`alter table gap alter column footage_id drop not null`.execute(db);
  await sql`alter table track add column is_open boolean not null default false`.execute(db);

  await sql`
    create table ingest_process (
      id uuid primary key,
      host text not null,
      renewed_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table camera_state (
      camera_id text primary key references camera (id),
      holder uuid,
      held_until timestamptz,
      state text not null check (state in ('connecting', 'recording', 'failing', 'paused', 'stopped')),
      cause text,
      since timestamptz not null,
      clock_source text,
      codec text,
      width_px integer,
      height_px integer,
      last_segment_at timestamptz,
      updated_at timestamptz not null default now()
    )`.execute(db);
}
