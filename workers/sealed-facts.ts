import { buffer } from 'node:stream/consumers';
import { Value } from 'typebox/value';
import type { Static, TSchema } from 'typebox';
import { openBytesByTicket, openState, sealState } from '../keeper/client/sealed-objects.ts';
import { WaysideError } from '../pipeline/errors.ts';
import { SegmentFacts } from '../pipeline/segment/segment-facts.ts';
import { EMPTY_TRACKER_STATE, TrackerState } from '../pipeline/track/tracker-state.ts';
import { retentionOfCamera } from '../store/retention/retention-rules.ts';
import type { Footage, Segment, TrackerStateRow } from '../store/schema.ts';
import { stateObjectId } from './object-keys.ts';
import type { Services } from './services.ts';

/** @throws WaysideError OBJECT_MISSING, SEAL_BROKEN, EXPIRED, TICKET_INVALID, …_UNREACHABLE */
export async function openFacts(
  { id, factsKey, factsTicket }: Segment,
  { objects, keeper }: Pick<Services, 'objects' | 'keeper'>,
): Promise<SegmentFacts> {
  if (factsKey === null || factsTicket === null) {
    throw new WaysideError('OBJECT_MISSING', `segment ${id} has no facts`);
  }
  const sealed = await buffer(await objects.get(factsKey));
  const bytes = await openBytesByTicket(keeper, factsKey, factsTicket, sealed);
  return parseAs(SegmentFacts, bytes, `the facts of segment ${id}`);
}

/**
 * Seals the tracker's state for its row; it can be opened for as long as its ticket lasts.
 * @param next the segment that it is for, and the time of what came before
 */
export async function sealTracker(
  state: TrackerState | null,
  footage: Footage,
  next: { readonly sequence: number; readonly startMs: number; readonly endMs: number },
  { db, keeper }: Pick<Services, 'db' | 'keeper'>,
): Promise<Uint8Array> {
  const object = {
    kind: 'footage',
    content: 'state',
    objectId: stateObjectId(footage.id, next.sequence),
    cameraId: footage.cameraId,
    startMs: next.startMs,
    endMs: next.endMs,
    retentionDays: (await retentionOfCamera(db, footage.cameraId)).footage,
  } as const;
  return sealState(keeper, object, Buffer.from(JSON.stringify(state ?? EMPTY_TRACKER_STATE)));
}

/** @throws WaysideError SEAL_BROKEN, EXPIRED, TICKET_INVALID, KEEPER_UNREACHABLE */
export async function openTracker(
  { footageId, nextSequence, sealed }: TrackerStateRow,
  { keeper }: Pick<Services, 'keeper'>,
): Promise<TrackerState> {
  const bytes = await openState(keeper, stateObjectId(footageId, nextSequence), sealed);
  return parseAs(TrackerState, bytes, `the tracker’s state of footage ${footageId}`);
}

/** Bytes that opened were written by a worker; one of another version may have meant another shape. */
function parseAs<Schema extends TSchema>(
  schema: Schema,
  bytes: Uint8Array,
  what: string,
): Static<Schema> {
  const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (Value.Check(schema, value)) return value;
  throw new WaysideError('INTERNAL', `${what} have another shape than this version knows`);
}
