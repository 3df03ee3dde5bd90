import { sql, type Kysely } from 'kysely';
import type { UtcDay } from '../pipeline/time/utc-day.ts';
import type { Schema } from './schema.ts';
import { dropTrackCountsBefore } from './track-counts/drop-track-counts.ts';

export const PARTITIONED_TABLES = ['segment', 'gap', 'track', 'sighting', 'redaction'] as const;
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number];

/** Any number that nothing else in the database locks on. */
const PARTITION_LOCK = 7_296_431_001n;

/**
 * Makes the partitions of the given days where they are missing. Safe from any number of processes
 * at once, and it holds up neither readers nor writers: attaching takes a weaker lock than
 * `create table … partition of`. Call it before the transaction that writes, not inside.
 */
export async function ensureDays(db: Kysely<Schema>, days: readonly UtcDay[]): Promise<void> {
  const wanted = [...new Set(days)];
  if (wanted.length === 0) return;
  const present = await attachedPartitions(db);
  const missing = (day: UtcDay, of: ReadonlySet<string>) =>
    PARTITIONED_TABLES.filter((table) => !of.has(partitionName(table, day)));
  if (wanted.every((day) => missing(day, present).length === 0)) return;

  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(trx);
    const nowPresent = await attachedPartitions(trx);
    for (const day of wanted) {
      // Of a day, some tables may be there and others expired already.
      for (const table of missing(day, nowPresent)) {
        const partition = partitionName(table, day);
        await sql`
          create table ${sql.id(partition)} (like ${sql.id(table)} including all)`.execute(trx);
        await sql`
          alter table ${sql.id(table)} attach partition ${sql.id(partition)}
          for values in (${sql.lit(day)})`.execute(trx);
      }
    }
  });
}

/** Names of all partitions that are part of their tables. */
async function attachedPartitions(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = inhrelid
    join pg_class parent on parent.oid = inhparent
    where parent.relnamespace = current_schema()::regnamespace
      and parent.relname = any(${PARTITIONED_TABLES}::text[]) and not inhdetachpending`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

/** The days that have a partition of any table, oldest first. */
export async function daysOfTables(db: Kysely<Schema>): Promise<readonly UtcDay[]> {
  const days = [...(await attachedPartitions(db))].map(dayOfPartition);
  return [...new Set(days)].sort();
}

/** The days that have sightings' partitions, oldest first. */
export async function partitionedDays(db: Kysely<Schema>): Promise<readonly UtcDay[]> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent = 'sighting'::regclass and not inhdetachpending
    order by 1`.execute(db);
  return rows.map(({ name }) => dayOfPartition(name));
}

const knownDays = new WeakMap<Kysely<Schema>, ReadonlySet<UtcDay>>();

/**
 * Those of the wanted days that have partitions, as far as this process knows: a day it doesn't know
 * is always looked up, one it knows may have been dropped since (SQLSTATE 42P01, `forgetDays`).
 */
export async function existingDays(
  db: Kysely<Schema>,
  wanted: readonly UtcDay[],
): Promise<ReadonlySet<UtcDay>> {
  const known = knownDays.get(db);
  if (known !== undefined && wanted.every((day) => known.has(day))) return known;
  const present = new Set(await partitionedDays(db));
  knownDays.set(db, present);
  return present;
}

/** The next `existingDays` looks all of them up. */
export function forgetDays(db: Kysely<Schema>): void {
  knownDays.delete(db);
}

/**
 * Removes every row of the days before `firstKept` from the tables: delete the objects of segments'
 * rows first. Searches and writers of other days go on meanwhile. Killed half way, the next call ends it.
 *
 * @param except days that stay for now
 * @returns the days that were removed, oldest first
 */
export async function dropDaysBefore(
  db: Kysely<Schema>,
  firstKept: UtcDay,
  tables: readonly PartitionedTable[] = PARTITIONED_TABLES,
  except: ReadonlySet<UtcDay> = new Set(),
): Promise<readonly UtcDay[]> {
  const dropped = new Set<UtcDay>();
  for (const table of tables) {
    for (const { name, state } of await partitionTables(db, table)) {
      const day = dayOfPartition(name);
      if (day >= firstKept || except.has(day)) continue;
      // Neither may run inside a transaction; both let the parent be read and written.
      if (state === 'attached') {
        await sql`
          alter table ${sql.id(table)} detach partition ${sql.id(name)} concurrently`.execute(db);
      } else if (state === 'detaching') {
        await sql`alter table ${sql.id(table)} detach partition ${sql.id(name)} finalize`.execute(
          db,
        );
      }
      await sql`drop table if exists ${sql.id(name)}`.execute(db);
      dropped.add(day);
    }
  }
  if (tables.includes('track')) await dropTrackCountsBefore(db, firstKept);
  return [...dropped].sort();
}

interface PartitionTable {
  readonly name: string;
  readonly state: 'attached' | 'detaching' | 'detached';
}

/** Also those that a killed `dropDaysBefore` left detached. */
async function partitionTables(db: Kysely<Schema>, table: string): Promise<PartitionTable[]> {
  const { rows } = await sql<PartitionTable>`
    select relname as name,
      case
        when inhparent is null then 'detached'
        when inhdetachpending then 'detaching'
        else 'attached'
      end as state
    from pg_class
    left join pg_inherits on inhrelid = pg_class.oid
    where relkind = 'r' and relnamespace = current_schema()::regnamespace
      and relname ~ ${`^${table}_\\d{8}$`}
    order by relname`.execute(db);
  return rows;
}

/** The table that holds one day of a partitioned table. */
export function partitionName(table: string, day: UtcDay): string {
  return `${table}_${day.replaceAll('-', '')}`;
}

function dayOfPartition(name: string): UtcDay {
  return name.replace(/^.*_(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}
