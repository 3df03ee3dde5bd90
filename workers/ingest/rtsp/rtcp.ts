const SENDER_REPORT = 200;
const LAST_RTCP_TYPE = 211;
const FIRST_RTCP_TYPE = 192;
const SENDER_REPORT_BYTES = 28;
const NTP_TO_UNIX_S = 2_208_988_800;
const NTP_ERA_S = 2 ** 32;

/** By the sender's clock, `timestamp` of its RTP stream is at `atMs`. */
export interface SenderReport {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly timestamp: number;
}

/** Whether a frame is RTCP, whichever channel it comes on (RFC 5761, section 4). */
export function isRtcp(bytes: Buffer, at: number): boolean {
  const type = bytes[at + 1]!;
  return type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE;
}

/**
 * The sender report that a compound RTCP packet starts with (RFC 3550, section 6.4.1); null for other
 * packets, for what is cut short, and for a sender without a clock.
 */
export function readSenderReport(bytes: Buffer, at: number, size: number): SenderReport | null {
  if (size < SENDER_REPORT_BYTES || bytes[at]! >> 6 !== 2 || bytes[at + 1] !== SENDER_REPORT) {
    return null;
  }
  const seconds = bytes.readUInt32BE(at + 8);
  const fraction = bytes.readUInt32BE(at + 12);
  if (seconds === 0 && fraction === 0) return null;
  // Seconds since 1900 turn over in 2036; the first bit tells the eras apart (RFC 4330, section 3).
  const era = seconds >= NTP_ERA_S / 2 ? 0 : NTP_ERA_S;
  return {
    atMs: (seconds + era - NTP_TO_UNIX_S) * 1000 + (fraction / NTP_ERA_S) * 1000,
    timestamp: bytes.readUInt32BE(at + 16),
  };
}
