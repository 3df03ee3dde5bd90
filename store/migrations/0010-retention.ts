import { sql, type Kysely } from 'kysely';

/** How long each camera keeps, what was deleted when, and what a case holds beyond its day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table retention_rule (
      camera_id text primary key references camera (id),
      reads_days integer check (reads_days between 1 and 366),
      tracks_days integer check (tracks_days between 1 and 366),
      footage_days integer check (footage_days between 1 and 366),
      crops_days integer check (crops_days between 1 and 366),
      changed_by text not null,
      changed_at timestamptz not null
    )`.execute(db);

  await sql`
    create table retention_run (
      id uuid primary key,
      started_at timestamptz not null,
      ended_at timestamptz,
      started_by text not null,
      receipt jsonb
    )`.execute(db);
  await sql`create index retention_run_by_time on retention_run (started_at)`.execute(db);

  await sql`
    create table legal_hold (
      id uuid primary key,
      case_id text not null,
      grant_id text not null,
      status text not null check (status in ('requested', 'active', 'ended')),
      requested_by text not null,
      requested_at timestamptz not null,
      expires_at timestamptz not null,
      cameras text[],
      from_at timestamptz not null,
      to_at timestamptz not null check (to_at > from_at),
      sealed bytea not null,
      approvals jsonb not null default '[]',
      ended_at timestamptz
    )`.execute(db);
  await sql`create index legal_hold_by_case on legal_hold (case_id)`.execute(db);

  await sql`
    create table held_object (
      hold_id uuid not null references legal_hold (id) on delete cascade,
      object_key text not null,
      byte_count bigint not null,
      wrapped bytea not null,
      record jsonb,
      primary key (hold_id, object_key)
    )`.execute(db);
  await sql`create index held_object_by_key on held_object (object_key)`.execute(db);

  // No tokens: what is held is few, and opened one by one.
  await sql`
    create table held_sighting (
      hold_id uuid not null references legal_hold (id) on delete cascade,
      id uuid not null,
      day date not null,
      camera_id text not null,
      track_id uuid not null,
      segment_id uuid not null,
      captured_at timestamptz not null,
      confidence real not null,
      object_class text not null,
      colour text not null,
      sealed bytea not null,
      crop_key text,
      primary key (hold_id, id)
    )`.execute(db);
}
