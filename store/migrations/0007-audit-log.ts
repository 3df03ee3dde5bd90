import { sql, type Kysely } from 'kysely';

/**
 * What makes table `audit_entry` a log that others can check: roots of complete subtrees (the tiles
 * above the leaves), signed checkpoints, cosignatures of a witness. Append-only like the entries.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only: % refused', tg_table_name, tg_op
        using errcode = 'insufficient_privilege';
    end $$`.execute(db);

  // Level 1: of 256 leaves; level 2: of 65,536; and so on. Level 0 is in audit_entry.
  await sql`
    create table audit_subtree (
      level smallint not null check (level between 1 and 7),
      index bigint not null check (index >= 0),
      hash bytea not null check (octet_length(hash) = 32),
      primary key (level, index)
    )`.execute(db);
  await sql`
    create table audit_checkpoint (
      size bigint primary key check (size >= 0),
      recorded_at timestamptz not null default now(),
      root_hash bytea not null check (octet_length(root_hash) = 32),
      note text not null
    )`.execute(db);
  await sql`
    create table audit_cosignature (
      size bigint not null references audit_checkpoint (size),
      witness text not null,
      recorded_at timestamptz not null default now(),
      line text not null,
      primary key (size, witness)
    )`.execute(db);

  for (const table of ['audit_subtree', 'audit_checkpoint', 'audit_cosignature']) {
    await sql`
      create trigger ${sql.id(`${table}_rows_stay`)} before update or delete on ${sql.id(table)}
      for each row execute function refuse_audit_change()`.execute(db);
    await sql`
      create trigger ${sql.id(`${table}_stays`)} before truncate on ${sql.id(table)}
      for each statement execute function refuse_audit_change()`.execute(db);
  }

  // What may be published of an entry: without the sealed detail.
  await sql`
    create view audit_leaf as
      select sequence, leaf_hash, substring(sealed_detail from 1 for 32) as commitment
      from audit_entry`.execute(db);
}
