import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import type { SealedRow } from '../../keeper/client/keeper-client.ts';
import { readObjectHeader } from '../../keeper/client/read-object-header.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { heldKeyOf } from '../../store/retention/held-things.ts';
import type { Segment } from '../../store/schema.ts';
import type { ClipSegment } from '../../store/schema/redaction.ts';
import type { ApiContext } from '../context.ts';

/**
 * What lets a worker open the segments, for some minutes and each on record. Segments whose objects are
 * gone, or have expired and aren't held for the case, are left out.
 * @throws WaysideError GRANT_INVALID, AUDIT_UNAVAILABLE, …_UNREACHABLE
 */
export async function clipTickets(
  { db, objects, keeper }: Pick<ApiContext, 'db' | 'objects' | 'keeper'>,
  by: AskedBy,
  grant: SignedGrant,
  segments: readonly Segment[],
  sighting: SealedRow | null,
): Promise<ClipSegment[]> {
  const ticketOf = async (objectId: string): Promise<string> => {
    const header = await readObjectHeader(await objects.get(objectId));
    const held = await heldKeyOf(db, grant.grant.caseId, objectId);
    const proof = { ...(sighting === null ? {} : { sighting }), held: held ?? undefined };
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
