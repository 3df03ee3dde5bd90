import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import type { Hold } from '../../keeper/client/hold.ts';
import type { ObjectToHold } from '../../keeper/client/hold-caller.ts';
import type { SealedRow } from '../../keeper/client/keeper-client.ts';
import { readObjectHeader } from '../../keeper/client/read-object-header.ts';
import { maskedCropKey } from '../../store/objects/crop-keys.ts';
import {
  saveHeldObjects,
  saveHeldSightings,
  segmentsOfSpan,
  sightingsOfSpan,
  type HoldSpan,
} from '../../store/retention/held-things.ts';
import type { HeldSighting } from '../../store/schema/retention.ts';
import type { ApiContext } from '../context.ts';

type Context = Pick<ApiContext, 'db' | 'objects' | 'keeper'>;

const ROWS_PER_PAGE = 2_000;
const OBJECTS_PER_PAGE = 200;
/** Footage around a sighting that a clip of it may show. */
const AROUND_MS = 10_000;

/**
 * Has everything that the hold covers kept under its key: sightings that its grant's plates match, and,
 * as far as the grant opens footage, pictures and footage. Run again, it goes on.
 */
export async function keepHeld(
  context: Context,
  by: AskedBy,
  grant: SignedGrant,
  hold: Hold,
): Promise<void> {
  const span: HoldSpan = {
    cameras: hold.cameras === 'all' ? null : hold.cameras,
    from: new Date(hold.fromMs),
    to: new Date(hold.toMs),
  };
  const asked = { by, grant, holdId: hold.id };
  for await (const rows of sightingsOfSpan(context.db, span, ROWS_PER_PAGE)) {
    const sealed = await context.keeper.holdRows({ ...asked, rows: rows.map(rowOf) });
    const held = rows.flatMap(({ cropKey, ...row }, at): HeldSighting[] =>
      sealed[at] == null ? [] : [{ ...row, holdId: hold.id, sealed: sealed[at], cropKey }],
    );
    await saveHeldSightings(context.db, held);
    if (grant.grant.footage === 'sightings') {
      for (const sighting of held) await keepAround(context, asked, sighting);
    }
  }
  if (grant.grant.footage === 'all') await keepAll(context, asked, span);
}

interface Asked {
  readonly by: AskedBy;
  readonly grant: SignedGrant;
  readonly holdId: string;
}

async function keepAround(context: Context, asked: Asked, sighting: HeldSighting): Promise<void> {
  const { cameraId, cropKey } = sighting;
  const atMs = sighting.capturedAt.getTime();
  const keys = cropKey === null ? [] : [cropKey, maskedCropKey(cropKey)];
  const around: HoldSpan = {
    cameras: [cameraId],
    from: new Date(atMs - AROUND_MS),
    to: new Date(atMs + AROUND_MS),
  };
  for await (const segments of segmentsOfSpan(context.db, around, ROWS_PER_PAGE)) {
    keys.push(...segments.flatMap(keysOf));
  }
  await keepObjects(context, asked, keys, rowOf(sighting));
}

async function keepAll(context: Context, asked: Asked, span: HoldSpan): Promise<void> {
  for await (const segments of segmentsOfSpan(context.db, span, OBJECTS_PER_PAGE)) {
    const keys = segments.flatMap(keysOf);
    for (const { day, id } of segments) {
      for await (const { key } of context.objects.list(`crops/${day}/${id}/`)) keys.push(key);
    }
    await keepObjects(context, asked, keys);
  }
}

async function keepObjects(
  { db, objects, keeper }: Context,
  asked: Asked,
  keys: readonly string[],
  sighting?: SealedRow,
): Promise<void> {
  for (let start = 0; start < keys.length; start += OBJECTS_PER_PAGE) {
    const found: (ObjectToHold & { readonly byteCount: number })[] = [];
    for (const key of keys.slice(start, start + OBJECTS_PER_PAGE)) {
      const summary = await objects.stat(key);
      if (summary === null) continue;
      const header = await readObjectHeader(await objects.get(key));
      const shown = sighting === undefined ? {} : { sighting };
      found.push({ objectId: key, header, byteCount: summary.byteCount, ...shown });
    }
    const wrapped = await keeper.holdObjects({ ...asked, objects: found });
    const held = found.flatMap(({ objectId, byteCount }, at) => {
      const key = wrapped[at];
      if (key == null) return [];
      return [{ holdId: asked.holdId, objectKey: objectId, byteCount, wrapped: key }];
    });
    await saveHeldObjects(db, held);
  }
}

function keysOf({ objectKey, factsKey }: { objectKey: string; factsKey: string | null }): string[] {
  return factsKey === null ? [objectKey] : [objectKey, factsKey];
}

function rowOf(row: {
  readonly id: string;
  readonly cameraId: string;
  readonly capturedAt: Date;
  readonly sealed: Uint8Array;
}): SealedRow {
  const { id, cameraId, capturedAt, sealed } = row;
  return { id, cameraId, capturedAtMs: capturedAt.getTime(), sealed };
}
