import { Readable, type Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { WaysideError } from '../../pipeline/errors.ts';
import type { KeeperClient, ObjectToSeal, SealedRow } from './keeper-client.ts';
import type { AskedBy } from './asked-by.ts';
import type { SignedGrant } from './grant.ts';
import type { HeldKey } from './hold-caller.ts';
import { openObjectStream, sealObjectStream } from './object-cipher.ts';

/** Sealing and opening whole objects: the key comes from the keeper, the bytes never go there. */

type Sealer = Pick<KeeperClient, 'sealObject'>;
type TicketOpener = Pick<KeeperClient, 'objectKeyByTicket'>;
type GrantOpener = Pick<KeeperClient, 'objectKeyByGrant'>;

/** A transform that seals what is piped through it, for large objects such as video. */
export async function sealStream(
  keeper: Sealer,
  object: ObjectToSeal,
): Promise<{ sealing: Transform; header: Uint8Array; ticket: Uint8Array }> {
  const { key, header, ticket } = await keeper.sealObject(object);
  return { sealing: sealObjectStream(key, header), header, ticket };
}

export async function sealBytes(
  keeper: Sealer,
  object: ObjectToSeal,
  bytes: Uint8Array,
): Promise<{ sealed: Uint8Array; ticket: Uint8Array }> {
  const { sealing, ticket } = await sealStream(keeper, object);
  return { sealed: await through(bytes, sealing), ticket };
}

/** A transform that opens what is piped through it. Fails with SEAL_BROKEN, EXPIRED, TICKET_INVALID. */
export function openStreamByTicket(
  keeper: TicketOpener,
  objectId: string,
  ticket: Uint8Array,
): Transform {
  return openObjectStream((header) => keeper.objectKeyByTicket({ objectId, header, ticket }));
}

/** Under which grant an object is opened, and who asks. */
export interface GrantedOpening {
  readonly by: AskedBy;
  readonly grant: SignedGrant;
  /** The row that shows the granted plate in this object, unless the grant opens all. */
  readonly sighting?: SealedRow;
  /** Where a hold of the case keeps the object, whose day may have expired. */
  readonly held?: HeldKey | undefined;
}

/** As `openStreamByTicket`, under a grant. Fails with SEAL_BROKEN, EXPIRED, GRANT_INVALID. */
export function openStreamByGrant(
  keeper: GrantOpener,
  objectId: string,
  opening: GrantedOpening,
): Transform {
  return openObjectStream((header) => keeper.objectKeyByGrant({ ...opening, objectId, header }));
}

/** Opens a masked picture without a grant. Fails with SEAL_BROKEN, EXPIRED, GRANT_INVALID. */
export function openBytesForView(
  keeper: Pick<KeeperClient, 'objectKeyForView'>,
  objectId: string,
  by: AskedBy,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const opening = openObjectStream((header) => keeper.objectKeyForView({ by, objectId, header }));
  return through(sealed, opening);
}

export function openBytesByTicket(
  keeper: TicketOpener,
  objectId: string,
  ticket: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  return through(sealed, openStreamByTicket(keeper, objectId, ticket));
}

export function openBytesByGrant(
  keeper: GrantOpener,
  objectId: string,
  opening: GrantedOpening,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  return through(sealed, openStreamByGrant(keeper, objectId, opening));
}

/**
 * A small sealed object that carries its own ticket (16-bit big-endian length, ticket, object), for
 * state that a worker writes and reads again, such as a tracker's. It can be opened for as long as
 * the ticket lasts.
 */
export async function sealState(
  keeper: Sealer,
  object: ObjectToSeal,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const { sealed, ticket } = await sealBytes(keeper, object, bytes);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(ticket.length);
  return Buffer.concat([length, ticket, sealed]);
}

/** Opens what `sealState` made. Throws SEAL_BROKEN, EXPIRED, TICKET_INVALID. */
export async function openState(
  keeper: TicketOpener,
  objectId: string,
  state: Uint8Array,
): Promise<Uint8Array> {
  const bytes = Buffer.from(state);
  const ticketBytes = bytes.length < 2 ? Infinity : bytes.readUInt16BE(0);
  if (bytes.length < 2 + ticketBytes) {
    throw new WaysideError('SEAL_BROKEN', 'the sealed state is cut off');
  }
  const ticket = bytes.subarray(2, 2 + ticketBytes);
  return openBytesByTicket(keeper, objectId, ticket, bytes.subarray(2 + ticketBytes));
}

async function through(bytes: Uint8Array, transform: Transform): Promise<Buffer> {
  const source = Readable.from([Buffer.from(bytes)]);
  source.on('error', (error) => transform.destroy(error));
  return buffer(source.pipe(transform));
}
