import { describe, expect, it } from 'vitest';
import { isRtcp, readSenderReport } from './rtcp.ts';

/** RFC 3550, section 6.4.1. */
function senderReport(seconds: number, fraction: number, timestamp: number): Buffer {
  const packet = Buffer.alloc(28);
  packet.set([0x80, 200, 0, 6]);
  packet.writeUInt32BE(seconds, 8);
  packet.writeUInt32BE(fraction, 12);
  packet.writeUInt32BE(timestamp, 16);
  return packet;
}
const NOON_NTP_S = 2_208_988_800 + Date.UTC(2026, 10, 24, 12) / 1000;
const read = (packet: Buffer) => readSenderReport(packet, 0, packet.length);

describe('a sender report', () => {
  it('isn’t in nothing, in half of one, or in another packet', () => {
    const whole = senderReport(NOON_NTP_S, 0, 1);
    expect(read(Buffer.alloc(0))).toBeNull();
    expect(read(whole.subarray(0, 27))).toBeNull();
    for (const [at, byte] of [
      [0, 0x40],
      [1, 201],
    ] as const) {
      const other = Buffer.from(whole);
      other[at] = byte;
      expect(read(other)).toBeNull();
    }
  });

  it('says which time a timestamp has', () => {
    expect(read(senderReport(NOON_NTP_S, 2 ** 31, 4_000_000_000))).toEqual({
      atMs: Date.UTC(2026, 10, 24, 12, 0, 0, 500),
      timestamp: 4_000_000_000,
    });
  });

  it('goes on after NTP’s turn in 2036', () => {
    expect(read(senderReport(0, 2 ** 31, 1))?.atMs).toBe(Date.UTC(2036, 1, 7, 6, 28, 16, 500));
  });

  it('of a sender without a clock says nothing', () => {
    expect(read(senderReport(0, 0, 1))).toBeNull();
  });
});

it('RTCP is told from RTP, with marker and without', () => {
  expect([200, 201, 204, 207].every((type) => isRtcp(Buffer.from([0x80, type]), 0))).toBe(true);
  expect([96, 96 + 128, 26 + 128, 0].some((type) => isRtcp(Buffer.from([0x80, type]), 0))).toBe(
    false,
  );
});
