import { sql, type Kysely } from 'kysely';

/**
 * Cameras, the files imported from them, their segments and gaps. Partitioned tables carry no
 * foreign keys: dropping an expired day would lock the table they point to against every worker.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table camera (
      id text primary key check (id <> ''),
      region text not null,
      latitude double precision check (latitude between -90 and 90),
      longitude double precision check (longitude between -180 and 180),
      heading_deg double precision check (heading_deg >= 0 and heading_deg <= 360),
      occasion text,
      created_at timestamptz not null default now()
    )`.execute(db);

  await sql`
    create table footage (
      id uuid primary key,
      camera_id text not null references camera (id),
      file_name text not null,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      started_at timestamptz not null,
      clock_source text not null check (clock_source in ('given', 'container', 'import')),
      duration_ms integer not null check (duration_ms >= 0),
      segments_total integer check (segments_total >= 0),
      status text not null check (status in ('importing', 'complete', 'failed')),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index footage_by_file on footage (camera_id, sha256)`.execute(db);

  await sql`
    create table segment (
      id uuid not null,
      day date not null,
      camera_id text not null,
      footage_id uuid not null,
      sequence integer not null check (sequence >= 0),
      started_at timestamptz not null,
      ended_at timestamptz not null check (ended_at >= started_at),
      object_key text not null,
      byte_count bigint not null check (byte_count >= 0),
      status text not null check (status in ('stored', 'detected', 'tracked', 'failed')),
      failure_code text,
      footage_ticket bytea,
      facts_key text,
      facts_ticket bytea,
      primary key (id, day)
    ) partition by list (day)`.execute(db);
  await sql`create index segment_by_footage on segment (footage_id, sequence)`.execute(db);
  await sql`create index segment_by_camera on segment (camera_id, started_at)`.execute(db);

  await sql`
    create table gap (
      id uuid not null,
      day date not null,
      camera_id text not null,
      footage_id uuid not null,
      started_at timestamptz not null,
      ended_at timestamptz not null check (ended_at >= started_at),
      cause text not null,
      primary key (id, day)
    ) partition by list (day)`.execute(db);
  await sql`create index gap_by_footage on gap (footage_id)`.execute(db);
  await sql`create index gap_by_camera on gap (camera_id, started_at)`.execute(db);
}
