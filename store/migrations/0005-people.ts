import { sql, type Kysely } from 'kysely';

/** Who may come in: accounts, what proves them, and the keys that approvers sign with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account (
      id uuid primary key default gen_random_uuid(),
      name text not null unique check (name ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
      role text not null
        check (role in ('analyst', 'approver', 'auditor', 'integrator', 'administrator')),
      status text not null check (status in ('invited', 'active', 'deactivated')),
      password_hash text,
      oidc_subject text unique,
      created_at timestamptz not null default now(),
      check (status <> 'active' or password_hash is not null or oidc_subject is not null)
    )`.execute(db);
  await sql`
    create function refuse_account_reuse() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and new.name = old.name and new.id = old.id then
        return new;
      end if;
      raise exception 'an account''s name is never reused: % refused', tg_op
        using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`
    create trigger account_name_stays before update or delete on account
    for each row execute function refuse_account_reuse()`.execute(db);

  await sql`
    create table session (
      id uuid primary key default gen_random_uuid(),
      account_id uuid not null unique references account (id),
      token_hash bytea not null unique check (octet_length(token_hash) = 32),
      started_at timestamptz not null,
      last_used_at timestamptz not null,
      authenticated_at timestamptz not null
    )`.execute(db);
  await sql`
    create table invitation (
      account_id uuid primary key references account (id),
      token_hash bytea not null unique check (octet_length(token_hash) = 32),
      invited_by uuid not null references account (id),
      expires_at timestamptz not null
    )`.execute(db);
  await sql`
    create table setup_code (
      single boolean primary key default true check (single),
      code_hash bytea not null check (octet_length(code_hash) = 32)
    )`.execute(db);
  await sql`
    create table api_key (
      id uuid primary key default gen_random_uuid(),
      account_id uuid not null references account (id),
      label text not null check (length(label) between 1 and 100),
      prefix text not null unique check (prefix ~ '^[0-9a-f]{12}$'),
      secret_hash bytea not null check (octet_length(secret_hash) = 32),
      scopes text[] not null check (cardinality(scopes) > 0),
      created_at timestamptz not null,
      expires_at timestamptz not null check (expires_at <= created_at + interval '366 days'),
      revoked_at timestamptz,
      last_used_at timestamptz
    )`.execute(db);
  await sql`create index api_key_by_account on api_key (account_id)`.execute(db);
  await sql`
    create table approver_key (
      account_id uuid primary key references account (id),
      public_key bytea not null,
      fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
      wrapped_private_key bytea not null,
      salt bytea not null check (octet_length(salt) >= 16),
      nonce bytea not null check (octet_length(nonce) = 12),
      memory_kib integer not null check (memory_kib > 0),
      passes integer not null check (passes > 0),
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table sign_in_attempt (
      id uuid primary key default gen_random_uuid(),
      name_hash bytea not null check (octet_length(name_hash) = 32),
      secret text not null check (secret in ('password', 'passphrase')),
      address text,
      at timestamptz not null
    )`.execute(db);
  await sql`create index sign_in_attempt_by_name on sign_in_attempt (name_hash, at)`.execute(db);
  await sql`create index sign_in_attempt_by_address on sign_in_attempt (address, at)`.execute(db);
}
