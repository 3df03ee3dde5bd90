import { NotRtsp, readMessage, type RtspMessage } from './rtsp-message.ts';

const DOLLAR = 0x24;
const FRAME_HEAD_BYTES = 4;
/** As much of a frame as is looked at: an RTP header, or a sender report's first 28 bytes. */
export const PEEK_BYTES = 28;
/** No RTP or RTCP packet is shorter; ffmpeg loses its place at such a frame. */
const LEAST_FRAME_BYTES = 8;
const NOTHING = Buffer.alloc(0);

export interface InterleavedSink {
  message(message: RtspMessage): void;
  /**
   * A frame begins; at least `min(size, PEEK_BYTES)` bytes of its payload are at `bytes[at…]`.
   * @returns whether to pass it on
   */
  frame(channel: number, bytes: Buffer, at: number, size: number): boolean;
  /** Bytes of frames to pass on, heads and all: as many frames together as came together. */
  pass(bytes: Buffer): void;
}

/**
 * Splits one direction of an RTSP connection into messages and interleaved frames (RFC 2326, section
 * 10.12). Frames aren't gathered or copied: what comes is passed on as it came.
 */
export class InterleavedSplitter {
  readonly #sink: InterleavedSink;
  #held: Buffer = NOTHING;
  #frameBytesLeft = 0;
  #passing = true;

  constructor(sink: InterleavedSink) {
    this.#sink = sink;
  }

  /** @throws NotRtsp at what is neither; nothing can be pushed after that */
  push(chunk: Buffer): void {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = NOTHING;
    let at = 0;
    let passFrom = 0;
    const pass = (): void => {
      if (at > passFrom) this.#sink.pass(bytes.subarray(passFrom, at));
    };
    while (at < bytes.length) {
      if (this.#frameBytesLeft > 0) {
        const step = Math.min(this.#frameBytesLeft, bytes.length - at);
        at += step;
        this.#frameBytesLeft -= step;
        if (!this.#passing) passFrom = at;
      } else if (bytes[at] === DOLLAR) {
        const size = bytes.length - at < FRAME_HEAD_BYTES ? null : bytes.readUInt16BE(at + 2);
        const payloadAt = at + FRAME_HEAD_BYTES;
        if (size === null || bytes.length < payloadAt + Math.min(size, PEEK_BYTES)) break;
        const wanted =
          size >= LEAST_FRAME_BYTES && this.#sink.frame(bytes[at + 1]!, bytes, payloadAt, size);
        if (!wanted) pass();
        this.#passing = wanted;
        at = payloadAt;
        if (!wanted) passFrom = at;
        this.#frameBytesLeft = size;
      } else {
        pass();
        passFrom = at;
        const end = this.#message(bytes, at);
        if (end === null) break;
        at = end;
        passFrom = at;
      }
    }
    pass();
    this.#held = bytes.subarray(at);
  }

  /** @returns where it ends; null while it isn't whole */
  #message(bytes: Buffer, at: number): number | null {
    const first = bytes[at]!;
    // Some cameras end a body with a line end that its length doesn't count.
    if (first === 13 || first === 10) return at + 1;
    if ((first < 65 || first > 90) && first !== 95) throw new NotRtsp('Neither message nor frame.');
    const read = readMessage(bytes, at);
    if (read === null) return null;
    this.#sink.message(read.message);
    return read.end;
  }
}
