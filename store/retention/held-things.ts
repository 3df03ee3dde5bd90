import { sql, type Kysely } from 'kysely';
import type { RedactionRecord } from '../../pipeline/redact/redaction-record.ts';
import type { Schema, Segment } from '../schema.ts';
import type { HeldSighting } from '../schema/retention.ts';
import type { SightingCandidate } from '../sightings/search-sightings.ts';
import { filterConditions, type SightingFilter } from '../sightings/sighting-filter.ts';

/** Which cameras and moments a hold is about: `[from, to)`. */
export interface HoldSpan {
  /** Null: all. */
  readonly cameras: readonly string[] | null;
  readonly from: Date;
  readonly to: Date;
}

type HoldCandidate = SightingCandidate & { readonly cropKey: string | null };

/** What a hold may cover of the index, in pages, with the crop of its track. */
export async function* sightingsOfSpan(
  db: Kysely<Schema>,
  { cameras, from, to }: HoldSpan,
  pageRows: number,
): AsyncGenerator<readonly HoldCandidate[]> {
  let after: Pick<HoldCandidate, 'capturedAt' | 'id'> = { capturedAt: from, id: NIL };
  for (;;) {
    const { rows }: { readonly rows: readonly HoldCandidate[] } = await sql<HoldCandidate>`
        select sighting.id, sighting.day, sighting.camera_id, track_id, sighting.segment_id,
          captured_at, sighting.clock_source, confidence, sighting.object_class, sighting.colour, sealed, track.crop_key
        from sighting left join track on track.id = sighting.track_id
          and track.day between sighting.day - 1 and sighting.day
        where captured_at < ${to}
          and sighting.day between (${from}::timestamptz at time zone 'utc')::date
            and (${to}::timestamptz at time zone 'utc')::date
          and (${cameras === null} or sighting.camera_id = any(${cameras ?? []}::text[]))
          and (captured_at, sighting.id) > (${after.capturedAt}::timestamptz, ${after.id}::uuid)
        order by captured_at, sighting.id limit ${pageRows}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)!;
  }
}

const NIL = '00000000-0000-0000-0000-000000000000';

/** Segments with pictures of the span, in pages. */
export async function* segmentsOfSpan(
  db: Kysely<Schema>,
  { cameras, from, to }: HoldSpan,
  pageRows: number,
): AsyncGenerator<readonly Segment[]> {
  let after = NIL;
  for (;;) {
    const rows: readonly Segment[] = await db
      .selectFrom('segment')
      .selectAll()
      .where('startedAt', '<', to)
      .where('endedAt', '>', from)
      .$if(cameras !== null, (query) => query.where('cameraId', 'in', [...cameras!]))
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageRows)
      .execute();
    if (rows.length > 0) yield rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)!.id;
  }
}

export async function saveHeldSightings(
  db: Kysely<Schema>,
  sightings: readonly HeldSighting[],
): Promise<void> {
  if (sightings.length === 0) return;
  await db
    .insertInto('heldSighting')
    .values([...sightings])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export interface NewHeldObject {
  readonly holdId: string;
  readonly objectKey: string;
  readonly byteCount: number;
  readonly wrapped: Uint8Array;
}

/** Takes the record of a picture along. */
export async function saveHeldObjects(
  db: Kysely<Schema>,
  held: readonly NewHeldObject[],
): Promise<void> {
  if (held.length === 0) return;
  const records = await db
    .selectFrom('redaction')
    .select(['objectKey', 'record'])
    .where(
      'objectKey',
      'in',
      held.map(({ objectKey }) => objectKey),
    )
    .execute();
  const recordOf = new Map(records.map(({ objectKey, record }) => [objectKey, record]));
  await db
    .insertInto('heldObject')
    .values(
      held.map((object) => ({
        ...object,
        byteCount: BigInt(object.byteCount),
        record: jsonOrNull(recordOf.get(object.objectKey)),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function jsonOrNull(record: RedactionRecord | undefined): string | null {
  return record === undefined ? null : JSON.stringify(record);
}

/** An object's key under that of an active hold of the case; null where none keeps it. */
export async function heldKeyOf(
  db: Kysely<Schema>,
  caseId: string,
  objectKey: string,
): Promise<{ readonly holdId: string; readonly wrapped: Uint8Array } | null> {
  const row = await db
    .selectFrom('heldObject')
    .innerJoin('legalHold', 'legalHold.id', 'heldObject.holdId')
    .select(['holdId', 'wrapped'])
    .where('objectKey', '=', objectKey)
    .where('caseId', '=', caseId)
    .where('legalHold.status', '=', 'active')
    .executeTakeFirst();
  return row ?? null;
}

/** What was filled in a held picture; null where no hold keeps it. */
export async function heldRecordOf(
  db: Kysely<Schema>,
  objectKey: string,
): Promise<RedactionRecord | null> {
  const row = await db
    .selectFrom('heldObject')
    .select('record')
    .where('objectKey', '=', objectKey)
    .where('record', 'is not', null)
    .executeTakeFirst();
  return row?.record ?? null;
}

/** Sightings that active holds of the case keep, newest first; the keeper opens those that match. */
export async function heldSightings(
  db: Kysely<Schema>,
  caseId: string,
  filter: SightingFilter,
  limit: number,
): Promise<readonly HeldSighting[]> {
  const { rows } = await sql<HeldSighting>`
    select held_sighting.* from held_sighting
    where hold_id in (select id from legal_hold where case_id = ${caseId} and status = 'active')
      ${filterConditions(filter)}
    order by captured_at desc, id limit ${limit}`.execute(db);
  return rows;
}

/** One sighting that an active hold of the case keeps; null where none does. */
export async function findHeldSighting(
  db: Kysely<Schema>,
  caseId: string,
  sightingId: string,
): Promise<HeldSighting | null> {
  const row = await db
    .selectFrom('heldSighting')
    .innerJoin('legalHold', 'legalHold.id', 'heldSighting.holdId')
    .selectAll('heldSighting')
    .where('heldSighting.id', '=', sightingId)
    .where('caseId', '=', caseId)
    .where('legalHold.status', '=', 'active')
    .executeTakeFirst();
  return row ?? null;
}
