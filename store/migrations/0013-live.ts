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
      add column generation integer not null default 0 check (generation >= 0),
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
      add column is_thinned boolean not null default false,
      add column detection_key text,
      add column detection_ticket bytea,
      add column detection_offset_ms integer
  `.execute(db);
  await sql`
    create index segment_waiting on segment (footage_id, started_at) where status = 'stored'
  `.execute(db);
  await sql`
    create table thinning (
      id boolean primary key default true check (id),
      level smallint not null default 0 check (level between 0 and 3),
      since timestamptz not null default now(),
      lowered boolean not null default false,
      calm_since timestamptz,
      hold_ms integer not null default 0 check (hold_ms >= 0),
      generation integer not null default 0 check (generation >= 0),
      backlog_ms integer not null default 0 check (backlog_ms >= 0),
      looked_at timestamptz not null default 'epoch'
    )`.execute(db);
  await sql`insert into thinning default values`.execute(db);

  await sql`alter table gap alter column footage_id drop not null`.execute(db);
  await sql`alter table clip add column clock_sources text[] not null default '{}'`.execute(db);
  await sql`
    alter table track
      add column is_open boolean not null default false,
      add column clock_source text`.execute(db);
  // Kept with each row: the segment that knows it may expire before them.
  await sql`
    update track set clock_source = coalesce(
      (select clock_source from footage where footage.id = track.footage_id), 'import'
    )`.execute(db);
  await sql`alter table track alter column clock_source set not null`.execute(db);
  for (const table of ['sighting', 'held_sighting']) {
    await sql`alter table ${sql.id(table)} add column clock_source text`.execute(db);
    await sql`
      update ${sql.id(table)} set clock_source = coalesce(
        (select clock_source from track
          where track.id = track_id and track.day between ${sql.id(table, 'day')} - 1
            and ${sql.id(table, 'day')}), 'import'
      )`.execute(db);
    await sql`alter table ${sql.id(table)} alter column clock_source set not null`.execute(db);
  }

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
      detection_cause text,
      updated_at timestamptz not null default now()
    )`.execute(db);
}
