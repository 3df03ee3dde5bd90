import { sql, type Kysely } from 'kysely';

/** What is made from the audit log: reviews, what odd searches are found with, figures of months. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table review (
      entry bigint primary key check (entry >= 0),
      recorded_at timestamptz not null,
      action text not null,
      reasons text[] not null check (cardinality(reasons) > 0),
      related bigint[] not null default '{}',
      opened_sequence bigint,
      judged_sequence bigint,
      judged_at timestamptz,
      verdict text check (verdict in ('justified', 'not-justified', 'unclear')),
      check ((verdict is null) = (judged_sequence is null)),
      check ((verdict is null) = (judged_at is null))
    )`.execute(db);
  await sql`create index review_open on review (entry) where verdict is null`.execute(db);
  await sql`create index review_unannounced on review (entry) where opened_sequence is null`.execute(
    db,
  );

  await sql`
    create table review_trace (
      sequence bigint primary key,
      recorded_at timestamptz not null,
      kind text not null check (kind in ('search', 'denial', 'self-grant', 'unmasking')),
      person text,
      plate text,
      case_mark text,
      grant_mark text
    )`.execute(db);
  await sql`create index review_trace_by_plate on review_trace (plate, recorded_at)`.execute(db);
  await sql`create index review_trace_by_person on review_trace (person, kind, recorded_at)`.execute(
    db,
  );
  await sql`create index review_trace_by_grant on review_trace (grant_mark, recorded_at)`.execute(
    db,
  );
  await sql`create index review_trace_by_time on review_trace (recorded_at)`.execute(db);

  await sql`
    create table review_day (
      day date primary key,
      sampled boolean not null,
      lowest_entry bigint not null,
      lowest_recorded_at timestamptz not null,
      lowest_draw double precision not null
    )`.execute(db);
  await sql`
    create table log_reader (
      single boolean primary key default true check (single),
      next_sequence bigint not null default 0,
      at_end_at timestamptz,
      settled_size bigint,
      settings jsonb,
      counted_day date
    )`.execute(db);
  await sql`insert into log_reader default values`.execute(db);
  await sql`
    create table month_figures (
      month text primary key check (month ~ '^[0-9]{4}-[0-9]{2}$'),
      figures jsonb not null
    )`.execute(db);
}
