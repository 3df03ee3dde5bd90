import { createHmac, timingSafeEqual } from 'node:crypto';
import { WaysideError } from '../pipeline/errors.ts';

/**
 * A ticket lets a worker open one writing of one object until it expires: format byte, expiry (64-bit
 * milliseconds since the Unix epoch), HMAC-SHA256 under the object's day of format, expiry, object id
 * and header. It says nothing by itself and dies with the day's key.
 */
const FORMAT = 1;
const EXPIRY_END = 9;
const MAC_BYTES = 32;
/** Of an object whose day may be gone: format byte, expiry, hold's id, the key under the hold's, HMAC. */
const HELD_FORMAT = 2;
const HOLD_ID_END = EXPIRY_END + 36;

export interface TicketedObject {
  readonly objectId: string;
  readonly header: Uint8Array;
}

/** `held`: of a hold whose key is `key`. */
export function issueTicket(
  key: Buffer,
  object: TicketedObject,
  expiresAtMs: number,
  held: HeldObject | null = null,
): Buffer {
  const lead = Buffer.alloc(EXPIRY_END);
  lead[0] = held === null ? FORMAT : HELD_FORMAT;
  lead.writeBigUInt64BE(BigInt(expiresAtMs), 1);
  const front =
    held === null ? lead : Buffer.concat([lead, Buffer.from(held.holdId), held.wrapped]);
  return Buffer.concat([front, macOf(key, front, object)]);
}

export interface HeldObject {
  readonly holdId: string;
  readonly wrapped: Buffer;
}

/** What a ticket of a held object carries; null for any other. Believe it once it is checked. */
export function heldIn(ticket: Buffer): HeldObject | null {
  if (ticket[0] !== HELD_FORMAT || ticket.length <= HOLD_ID_END + MAC_BYTES) return null;
  return {
    holdId: ticket.toString('utf8', EXPIRY_END, HOLD_ID_END),
    wrapped: ticket.subarray(HOLD_ID_END, ticket.length - MAC_BYTES),
  };
}

/** Throws TICKET_INVALID. */
export function checkTicket(
  key: Buffer,
  object: TicketedObject,
  ticket: Buffer,
  nowMs: number,
): void {
  const { objectId } = object;
  const invalid = (why: string) =>
    new WaysideError('TICKET_INVALID', `the ticket for object ${objectId} ${why}`, {
      details: { objectId },
    });
  const isTicket =
    heldIn(ticket) !== null || (ticket[0] === FORMAT && ticket.length === EXPIRY_END + MAC_BYTES);
  if (!isTicket) throw invalid('is no ticket');
  const front = ticket.subarray(0, ticket.length - MAC_BYTES);
  if (!timingSafeEqual(ticket.subarray(front.length), macOf(key, front, object))) {
    throw invalid('belongs to another object or was changed');
  }
  if (Number(front.readBigUInt64BE(1)) <= nowMs) throw invalid('has expired');
}

function macOf(key: Buffer, front: Buffer, { objectId, header }: TicketedObject): Buffer {
  const id = Buffer.from(objectId);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(id.length);
  return createHmac('sha256', key).update(front).update(length).update(id).update(header).digest();
}
