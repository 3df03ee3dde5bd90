import { createHmac, timingSafeEqual } from 'node:crypto';
import { WaysideError } from '../pipeline/errors.ts';

/**
 * A ticket lets a worker open one writing of one object until it expires: format byte, expiry (64-bit
 * milliseconds since the Unix epoch), HMAC-SHA256 under the object's day of format, expiry, object id
 * and header. It says nothing by itself and dies with the day's key.
 */
const FORMAT = 1;
const EXPIRY_END = 9;
const TICKET_BYTES = EXPIRY_END + 32;

export interface TicketedObject {
  readonly objectId: string;
  readonly header: Uint8Array;
}

export function issueTicket(key: Buffer, object: TicketedObject, expiresAtMs: number): Buffer {
  const front = Buffer.alloc(EXPIRY_END);
  front[0] = FORMAT;
  front.writeBigUInt64BE(BigInt(expiresAtMs), 1);
  return Buffer.concat([front, macOf(key, front, object)]);
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
  if (ticket.length !== TICKET_BYTES) throw invalid('is no ticket');
  const front = ticket.subarray(0, EXPIRY_END);
  if (!timingSafeEqual(ticket.subarray(EXPIRY_END), macOf(key, front, object))) {
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
