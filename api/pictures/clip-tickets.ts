import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import type { SealedRow } from '../../keeper/client/keeper-client.ts';
import { HEADER_PREFIX_BYTES, objectHeaderBytes } from '../../keeper/client/object-header.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Objects } from '../../store/objects/objects.ts';
import type { Segment } from '../../store/schema.ts';
import type { ClipSegment } from '../../store/schema/redaction.ts';
import type { ApiContext } from '../context.ts';

/**
 * What lets a worker open the segments, for some minutes and each on record. Segments whose objects are
 * gone or have expired are left out.
 * @throws WaysideError GRANT_INVALID, AUDIT_UNAVAILABLE, …_UNREACHABLE
 */
export async function clipTickets(
  { objects, keeper }: Pick<ApiContext, 'objects' | 'keeper'>,
  by: AskedBy,
  grant: SignedGrant,
  segments: readonly Segment[],
  sighting: SealedRow | null,
): Promise<ClipSegment[]> {
  const ticketOf = async (objectId: string): Promise<string> => {
    const header = await readHeader(objects, objectId);
    const proof = sighting === null ? {} : { sighting };
    const ticket = await keeper.ticketByGrant({ by, grant, objectId, header, ...proof });
    return Buffer.from(ticket).toString('base64');
  };
  const found: ClipSegment[] = [];
  for (const { id, day, objectKey, factsKey } of segments) {
    const footageTicket = await unlessGone(ticketOf(objectKey));
    if (footageTicket === null) continue;
    const factsTicket = factsKey === null ? null : await unlessGone(ticketOf(factsKey));
    found.push({ id, day, footageTicket, factsTicket });
  }
  return found;
}

async function unlessGone(ticket: Promise<string>): Promise<string | null> {
  try {
    return await ticket;
  } catch (error) {
    const code = error instanceof WaysideError ? error.code : null;
    if (code === 'OBJECT_MISSING' || code === 'EXPIRED') return null;
    throw error;
  }
}

async function readHeader(objects: Objects, key: string): Promise<Buffer> {
  const stream = await objects.get(key);
  let start = Buffer.alloc(0);
  try {
    for await (const chunk of stream) {
      start = Buffer.concat([start, chunk as Buffer]);
      if (start.length < HEADER_PREFIX_BYTES) continue;
      const length = objectHeaderBytes(start);
      if (start.length >= length) return start.subarray(0, length);
    }
  } finally {
    stream.destroy();
  }
  throw new WaysideError('SEAL_BROKEN', 'a sealed object is cut off');
}
