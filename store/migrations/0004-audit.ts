import { sql, type Kysely } from 'kysely';

/** Leaves of the audit log. Rows can be added and read; nothing changes or removes one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_entry (
      sequence bigint primary key check (sequence >= 0),
      recorded_at timestamptz not null default now(),
      leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
      sealed_detail bytea not null
    )`.execute(db);
  await sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'audit_entry is append-only: % refused', tg_op
        using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`
    create trigger audit_entry_rows_stay before update or delete on audit_entry
    for each row execute function refuse_audit_change()`.execute(db);
  await sql`
    create trigger audit_entry_table_stays before truncate on audit_entry
    for each statement execute function refuse_audit_change()`.execute(db);
}
