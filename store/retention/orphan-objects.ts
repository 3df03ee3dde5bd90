import { sql, type Kysely } from 'kysely';
import { DAY_MS, dayNumberOf } from '../../pipeline/time/utc-day.ts';
import type { Objects, ObjectSummary } from '../objects/objects.ts';
import type { Schema } from '../schema.ts';

/** Of these, the store knows which row names an object; what lies elsewhere is let be. */
const PREFIXES = ['footage', 'facts', 'crops', 'clips', 'uploads'] as const;
/** Younger ones may be on their way into a row. */
const YOUNGEST_MS = DAY_MS;
const BATCH = 500;

/** Objects that no row names any more, or ever did: a crash or a failed deletion left them. */
export async function* orphanObjects(
  { db, objects }: { readonly db: Kysely<Schema>; readonly objects: Objects },
  nowMs: number,
): AsyncGenerator<ObjectSummary> {
  let batch: ObjectSummary[] = [];
  for (const prefix of PREFIXES) {
    for await (const object of objects.list(`${prefix}/`)) {
      if (nowMs - object.changedAt.getTime() < YOUNGEST_MS) continue;
      batch.push(object);
      if (batch.length < BATCH) continue;
      yield* await orphansAmong(db, batch);
      batch = [];
    }
  }
  if (batch.length > 0) yield* await orphansAmong(db, batch);
}

/** Those of the objects that no row names. */
export async function orphansAmong(
  db: Kysely<Schema>,
  objects: readonly ObjectSummary[],
): Promise<readonly ObjectSummary[]> {
  const placed = objects.flatMap((object) => {
    const [prefix, day, owner] = object.key.split('/');
    if (Number.isNaN(dayNumberOf(day ?? '')) || !UUID.test(owner ?? '')) return [];
    return [{ object, key: object.key, prefix: prefix!, day: day!, owner: owner! }];
  });
  const named = await namedAmong(db, placed);
  return placed.filter(({ key }) => !named.has(key)).map(({ object }) => object);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A segment names its footage, of both streams, and facts by key, and owns its crops; a track names its best crop, which
 * may outlive the segment; a clip owns what lies under its id; an import names what was uploaded for it.
 */
async function namedAmong(
  db: Kysely<Schema>,
  placed: readonly { key: string; prefix: string; day: string; owner: string }[],
): Promise<ReadonlySet<string>> {
  const column = (name: 'key' | 'prefix' | 'day' | 'owner') => placed.map((each) => each[name]);
  const { rows } = await sql<{ key: string }>`
    with asked as (
      select * from unnest(${column('key')}::text[], ${column('prefix')}::text[],
        ${column('day')}::date[], ${column('owner')}::uuid[]) as row (key, prefix, day, owner))
    select key from asked where exists (
      select from segment where segment.id = asked.owner and segment.day = asked.day
        and (asked.prefix = 'crops' or asked.key in (segment.object_key, segment.facts_key, segment.detection_key)))
    union
    select key from asked where prefix = 'crops' and exists (
      select from track where track.day between asked.day - 1 and asked.day
        and track.segment_id = asked.owner
        and split_part(asked.key, '.', 1) = track.crop_key)
    union
    select key from asked where prefix = 'clips' and exists (
      select from clip where clip.id = asked.owner)
    union
    select key from asked where prefix = 'uploads' and exists (
      select from footage_import where footage_import.id = asked.owner
        and footage_import.object_key = asked.key)`.execute(db);
  return new Set(rows.map(({ key }) => key));
}
