import { sql, type Kysely } from 'kysely';

/**
 * Cases and their grants. Whatever may hold a plate is sealed by the keeper under a key of the case; no
 * row here lets anybody search: the keeper believes signatures only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table case_file (
      id uuid primary key,
      reference text not null check (length(reference) between 1 and 200),
      purpose text not null,
      sealed_reason bytea not null,
      status text not null check (status in ('open', 'closed')),
      opened_by text not null,
      opened_at timestamptz not null,
      closed_by text,
      closed_at timestamptz,
      check ((status = 'closed') = (closed_by is not null and closed_at is not null))
    )`.execute(db);
  await sql`create index case_file_by_opener on case_file (opened_by, opened_at desc, id)`.execute(
    db,
  );
  await sql`create index case_file_by_time on case_file (opened_at desc, id)`.execute(db);
  await sql`
    create table case_grant (
      id uuid primary key,
      case_id uuid not null references case_file (id),
      status text not null
        check (status in ('requested', 'half-approved', 'approved', 'refused', 'withdrawn')),
      requester text not null,
      requested_at timestamptz not null,
      sealed_request bytea not null,
      sealed_grant bytea,
      sealed_refusal bytea,
      approver text,
      second_approver text,
      decided_at timestamptz,
      expires_at timestamptz,
      self_approved boolean not null default false,
      check (status not in ('half-approved', 'approved') or sealed_grant is not null),
      check (status <> 'refused' or sealed_refusal is not null),
      check (second_approver is null or second_approver <> approver)
    )`.execute(db);
  await sql`create index case_grant_by_case on case_grant (case_id, requested_at desc, id)`.execute(
    db,
  );
  await sql`
    create index case_grant_waiting on case_grant (requested_at, id)
    where status in ('requested', 'half-approved')`.execute(db);
  await sql`
    create table search_usage (
      holder text not null,
      hour timestamptz not null,
      searches integer not null default 0,
      results integer not null default 0,
      primary key (holder, hour)
    )`.execute(db);
}
