import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A row of table `sighting` as it goes over; tokens are 8 bytes each, big-endian. */
export interface SightingToCopy {
  /** 16 bytes. */
  readonly id: Buffer;
  readonly capturedAtMs: number;
  readonly cameraId: string;
  readonly confidence: number;
  readonly sealed: Buffer;
  readonly skeletonToken: Buffer;
  readonly partTokens: Buffer;
}

const COLUMNS =
  'id, day, camera_id, track_id, segment_id, captured_at, clock_source, confidence, object_class, ' +
  'colour, sealed, skeleton_token, part_tokens';
const COLUMN_COUNT = 13;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** PostgreSQL counts days and microseconds from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const INT8_OID = 20;
const FLUSH_BYTES = 256 * 1024;

/** Writes the rows of one day by binary COPY into the day's own table. */
export async function copySightings(
  client: pg.Client,
  table: string,
  dayNumber: number,
  rows: AsyncIterable<SightingToCopy>,
): Promise<void> {
  const copy = client.query(
    copyFrom(`copy ${client.escapeIdentifier(table)} (${COLUMNS}) from stdin (format binary)`),
  );
  const done = finished(copy);
  const day = int4(dayNumber - EPOCH_MS / 86_400_000);
  const clockSource = Buffer.from('given');
  const objectClass = Buffer.from('car');
  const colour = Buffer.from('unknown');
  let pending: Buffer[] = [SIGNATURE];
  let pendingBytes = 0;
  for await (const row of rows) {
    const bytes = rowBytes([
      row.id,
      day,
      Buffer.from(row.cameraId),
      row.id,
      row.id,
      int8(BigInt(row.capturedAtMs - EPOCH_MS) * 1000n),
      clockSource,
      float4(row.confidence),
      objectClass,
      colour,
      row.sealed,
      row.skeletonToken,
      int8Array(row.partTokens),
    ]);
    pending.push(bytes);
    pendingBytes += bytes.length;
    if (pendingBytes < FLUSH_BYTES) continue;
    const more = copy.write(Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
    if (!more) await new Promise((resolve) => copy.once('drain', resolve));
  }
  pending.push(Buffer.from([0xff, 0xff]));
  copy.end(Buffer.concat(pending));
  await done;
}

function rowBytes(fields: readonly Buffer[]): Buffer {
  const row = Buffer.allocUnsafe(fields.reduce((bytes, field) => bytes + 4 + field.length, 2));
  let at = row.writeInt16BE(COLUMN_COUNT, 0);
  for (const field of fields) {
    at = row.writeInt32BE(field.length, at);
    at += field.copy(row, at);
  }
  return row;
}

/** Dimensions, no nulls, type, length, first index; then each element after its length. */
function int8Array(elements: Buffer): Buffer {
  const count = elements.length / 8;
  const array = Buffer.allocUnsafe(20 + count * 12);
  [1, 0, INT8_OID, count, 1].forEach((value, index) => array.writeInt32BE(value, index * 4));
  for (let index = 0; index < count; index += 1) {
    array.writeInt32BE(8, 20 + index * 12);
    elements.copy(array, 24 + index * 12, index * 8, index * 8 + 8);
  }
  return array;
}

function int4(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int8(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function float4(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeFloatBE(value);
  return bytes;
}
