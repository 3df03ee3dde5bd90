import { sql, type Kysely } from 'kysely';

/**
 * What was filled in each picture that may leave, and the clips made for cases. Records go with their
 * day, as the pictures do; a clip is a copy for a day and has no partition.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table redaction (
      object_key text not null,
      day date not null,
      camera_id text not null,
      record jsonb not null,
      made_at timestamptz not null default now(),
      primary key (object_key, day)
    ) partition by list (day)`.execute(db);
  const { rows } = await sql<{ suffix: string }>`
    select right(child.relname, 8) as suffix
    from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = 'sighting'::regclass`.execute(db);
  for (const { suffix } of rows) {
    await sql`
      create table ${sql.id(`redaction_${suffix}`)} partition of redaction
      for values in (${sql.lit(suffix)})`.execute(db);
  }

  await sql`
    create table clip (
      id uuid primary key,
      case_id text not null,
      grant_id text not null,
      camera_id text not null,
      day date not null,
      from_at timestamptz not null,
      to_at timestamptz not null check (to_at > from_at),
      requested_by text not null,
      sighting_id uuid,
      unmask text[] not null check (unmask <@ array['people', 'plates']),
      speed real not null check (speed > 0),
      source jsonb,
      gaps jsonb not null,
      status text not null check (status in ('queued', 'making', 'done', 'failed')),
      failure_code text,
      progress real not null check (progress between 0 and 1),
      object_key text,
      byte_count bigint check (byte_count > 0),
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      check (status <> 'done' or (object_key is not null and byte_count is not null))
    )`.execute(db);
  await sql`create index clip_by_case on clip (case_id, created_at, id)`.execute(db);
  await sql`create index clip_by_expiry on clip (expires_at)`.execute(db);
}
