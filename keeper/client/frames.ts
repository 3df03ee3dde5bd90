import { WaysideError } from '../../pipeline/errors.ts';
import { MAX_FRAME_BYTES } from './protocol.ts';

/** One frame: a 32-bit big-endian length and the value as UTF-8 JSON. */
export function encodeFrame(value: unknown): Buffer {
  const json = JSON.stringify(value);
  const byteCount = Buffer.byteLength(json);
  if (byteCount > MAX_FRAME_BYTES) {
    throw new WaysideError('USAGE', `a keeper call of ${byteCount} bytes is too large`, {
      details: { byteCount, limit: MAX_FRAME_BYTES },
    });
  }
  const frame = Buffer.allocUnsafe(4 + byteCount);
  frame.writeUInt32BE(byteCount, 0);
  frame.write(json, 4);
  return frame;
}

/**
 * Takes the bytes of a connection as they come and gives the frames that are complete. `mostBytes`
 * says how large a frame may be at the moment. Throws a SyntaxError or RangeError for bytes that are no frame; the connection is of no use after that.
 */
export function frameDecoder(mostBytes = () => MAX_FRAME_BYTES): (bytes: Buffer) => unknown[] {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  return (bytes) => {
    pending.push(bytes);
    pendingBytes += bytes.length;
    const values: unknown[] = [];
    for (;;) {
      if (pendingBytes < 4) return values;
      // Joined only when a frame may be complete, so that a large one isn't copied at every packet.
      if (pending[0]!.length < 4) pending = [Buffer.concat(pending)];
      const byteCount = pending[0]!.readUInt32BE(0);
      if (byteCount > mostBytes()) throw new RangeError(`a frame of ${byteCount} bytes`);
      if (pendingBytes < 4 + byteCount) return values;
      const whole = pending.length === 1 ? pending[0]! : Buffer.concat(pending);
      values.push(JSON.parse(whole.toString('utf8', 4, 4 + byteCount)));
      pending = whole.length > 4 + byteCount ? [whole.subarray(4 + byteCount)] : [];
      pendingBytes = whole.length - 4 - byteCount;
    }
  };
}
