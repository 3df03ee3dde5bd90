import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Who connects to the database besides its owner. */
export interface DatabaseRoles {
  /** API and workers: owns every table but those of the audit log. */
  readonly application: string;
  /** Adds to the audit log and reads it, and nothing else. */
  readonly keeper: string;
}

const LOG_TABLES = ['audit_entry', 'audit_subtree', 'audit_checkpoint', 'audit_cosignature'];
/** Of the log, what the application may read: hashes and signatures, no details. */
const PUBLISHED = ['audit_leaf', 'audit_subtree', 'audit_checkpoint', 'audit_cosignature'];
/** Which migrations were made: what waits for them looks here. */
const MIGRATIONS_MADE = 'kysely_migration';
/** What stays the owner's. */
const KEPT_RELATIONS = [...LOG_TABLES, 'audit_leaf', MIGRATIONS_MADE, 'kysely_migration_lock'];
const KEPT_FUNCTIONS = ['refuse_audit_change'];

/** Any number that nothing else in the database locks on. */
const RIGHTS_LOCK = 7_296_431_002n;

/**
 * Says what each role may do, after migrations and as the owner: only the keeper's can add to the
 * audit log, and neither can change, remove, empty or unhook it. Any number of processes may call it.
 * What is as it should be stays untouched.
 *
 * @throws {WaysideError} DATABASE_UNREACHABLE, or PostgreSQL's error when the owner may not do it
 */
export async function arrangeRights(db: Kysely<Schema>, roles: DatabaseRoles): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${RIGHTS_LOCK})`.execute(trx);
    const application = sql.id(roles.application);
    const keeper = sql.id(roles.keeper);

    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(trx);
    const database = sql.id(rows[0]!.name);
    // The job queue makes a schema of its own.
    await sql`grant create, temporary on database ${database} to ${application}`.execute(trx);
    await sql`revoke create on schema public from public`.execute(trx);
    await sql`grant usage, create on schema public to ${application}`.execute(trx);
    await sql`grant usage on schema public to ${keeper}`.execute(trx);

    for (const statement of await handOvers(trx, roles.application)) {
      await sql.raw(statement).execute(trx);
    }

    for (const table of [...LOG_TABLES, 'audit_leaf']) {
      await sql`revoke all on ${sql.id(table)} from public, ${application}, ${keeper}`.execute(trx);
    }
    for (const table of LOG_TABLES) {
      await sql`grant select, insert on ${sql.id(table)} to ${keeper}`.execute(trx);
    }
    for (const table of [...PUBLISHED, MIGRATIONS_MADE]) {
      await sql`grant select on ${sql.id(table)} to ${application}`.execute(trx);
    }
  });
}

/** Statements that make the application the owner of what isn't its own yet and isn't kept. */
async function handOvers(trx: Kysely<Schema>, application: string): Promise<readonly string[]> {
  const { rows } = await sql<{ statement: string }>`
    with theirs as (
      select oid, nspname from pg_namespace
      where nspname !~ '^pg_' and nspname <> 'information_schema'
    )
    select format('alter schema %I owner to %I', nspname, ${application}::text) as statement
    from theirs join pg_namespace using (oid, nspname)
    where nspname <> 'public' and nspowner <> ${application}::regrole
    union all
    select format(
      'alter %s %I.%I owner to %I',
      case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
        else 'table' end,
      nspname, relname, ${application}::text)
    from pg_class join theirs on theirs.oid = relnamespace
    where relkind in ('r', 'p', 'v', 'm', 'S') and relowner <> ${application}::regrole
      and not (nspname = 'public' and relname = any(${KEPT_RELATIONS}))
      and not exists (
        -- A column's sequence goes with its table; an extension's things stay.
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = pg_class.oid
          and (deptype = 'e' or (relkind = 'S' and deptype in ('a', 'i'))))
    union all
    select format('alter routine %s owner to %I', pg_proc.oid::regprocedure, ${application}::text)
    from pg_proc join theirs on theirs.oid = pronamespace
    where proowner <> ${application}::regrole and not (proname = any(${KEPT_FUNCTIONS}))
      and not exists (
        select from pg_depend
        where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
    union all
    select format('alter type %I.%I owner to %I', nspname, typname, ${application}::text)
    from pg_type join theirs on theirs.oid = typnamespace
    where typtype in ('e', 'd') and typowner <> ${application}::regrole`.execute(trx);
  return rows.map(({ statement }) => statement);
}
