import { sql, type Kysely } from 'kysely';

/** One-time codes beside the password, and the codes for whoever lost the authenticator. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table second_factor (
      account_id uuid primary key references account (id),
      sealed bytea not null,
      nonce bytea not null check (octet_length(nonce) = 12),
      salt bytea not null check (octet_length(salt) >= 16),
      memory_kib integer not null check (memory_kib > 0),
      passes integer not null check (passes > 0),
      last_used_step integer not null default 0,
      confirmed_at timestamptz
    )`.execute(db);
  await sql`
    create table recovery_code (
      account_id uuid not null references second_factor (account_id) on delete cascade,
      code_hash bytea not null check (octet_length(code_hash) = 32),
      primary key (account_id, code_hash)
    )`.execute(db);
}
