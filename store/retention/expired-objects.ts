import type { Kysely } from 'kysely';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Objects, ObjectSummary } from '../objects/objects.ts';
import type { Schema } from '../schema.ts';

export interface ObjectPlaces {
  readonly db: Kysely<Schema>;
  readonly objects: Objects;
}

/** What happened to some objects. In a dry run, what would have. */
export interface ObjectCount {
  readonly deleted: number;
  readonly bytes: number;
  /** A legal hold needs them. */
  readonly held: number;
  /** They are met again by the next run. */
  readonly failed: number;
}

export const NO_OBJECTS: ObjectCount = { deleted: 0, bytes: 0, held: 0, failed: 0 };

export function sumOfCounts(a: ObjectCount, b: ObjectCount): ObjectCount {
  return {
    deleted: a.deleted + b.deleted,
    bytes: a.bytes + b.bytes,
    held: a.held + b.held,
    failed: a.failed + b.failed,
  };
}

const BATCH = 200;
const AT_ONCE = 8;

/** Deletes the objects, but for those that an active hold names. */
export async function deleteObjects(
  { db, objects }: ObjectPlaces,
  found: AsyncIterable<ObjectSummary> | Iterable<ObjectSummary>,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ObjectCount> {
  let count = NO_OBJECTS;
  let batch: ObjectSummary[] = [];
  const flush = async () => {
    const held = await heldAmong(
      db,
      batch.map(({ key }) => key),
    );
    const free = batch.filter(({ key }) => !held.has(key));
    batch = [];
    let failed = 0;
    let bytes = 0;
    for (let start = 0; start < free.length; start += AT_ONCE) {
      await Promise.all(
        free.slice(start, start + AT_ONCE).map(async ({ key, byteCount }) => {
          try {
            if (!dryRun) await objects.delete(key);
            bytes += byteCount;
          } catch {
            failed++;
          }
        }),
      );
    }
    count = sumOfCounts(count, {
      deleted: free.length - failed,
      bytes,
      held: held.size,
      failed,
    });
  };
  for await (const object of found) {
    batch.push(object);
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  return count;
}

/** Everything of the kinds that lies under a day. */
export async function* objectsOfDays(
  objects: Objects,
  prefixes: readonly string[],
  days: readonly UtcDay[],
): AsyncGenerator<ObjectSummary> {
  for (const prefix of prefixes) {
    for (const day of days) yield* objects.list(`${prefix}/${day}/`);
  }
}

/** What is known of the keys; those that lie nowhere are left out. */
export async function* objectsNamed(
  objects: Objects,
  keys: Iterable<string>,
): AsyncGenerator<ObjectSummary> {
  for (const key of keys) {
    const summary = await objects.stat(key);
    if (summary !== null) yield summary;
  }
}

async function heldAmong(
  db: Kysely<Schema>,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('heldObject')
    .innerJoin('legalHold', 'legalHold.id', 'heldObject.holdId')
    .select('objectKey')
    .where('legalHold.status', '=', 'active')
    .where('objectKey', 'in', [...keys])
    .execute();
  return new Set(rows.map(({ objectKey }) => objectKey));
}
