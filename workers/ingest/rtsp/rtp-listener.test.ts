import { beforeEach, describe, expect, it } from 'vitest';
import { RtpListener, TimelineBroken } from './rtp-listener.ts';

const NOON_MS = Date.UTC(2026, 10, 24, 12);
const FIRST = 3_000_000_000;
const TICKS_PER_MS = 90;

let atMs: number;
let listener: RtpListener;

beforeEach(() => {
  atMs = 5_000;
  listener = new RtpListener(() => ({ wallMs: NOON_MS + atMs, monotonicMs: atMs }));
  listener.described(90_000);
  listener.setUp(2);
});

/** A packet of the picture of that media time; whether ffmpeg gets it. */
function packet(mediaMs: number, { channel = 2, payloadType = 96 } = {}): boolean {
  const bytes = Buffer.alloc(12);
  bytes.set([0x80, payloadType]);
  bytes.writeUInt32BE((FIRST + mediaMs * TICKS_PER_MS) % 2 ** 32, 4);
  return listener.frame(channel, bytes, 0, 1_400);
}

/** By the camera, that media time was so long after noon. */
function report(mediaMs: number, sinceNoonMs: number, channel = 3): boolean {
  const bytes = Buffer.alloc(28);
  bytes.set([0x80, 200]);
  bytes.writeUInt32BE(2_208_988_800 + (NOON_MS + sinceNoonMs) / 1000, 8);
  bytes.writeUInt32BE((FIRST + mediaMs * TICKS_PER_MS) % 2 ** 32, 16);
  return listener.frame(channel, bytes, 0, 28);
}

describe('listening to a stream', () => {
  it('hears nothing, and lets nothing through, before the camera plays', () => {
    expect(packet(0)).toBe(false);
    expect(listener.lastArrivalMs).toBeNull();
    expect(listener.clock.timeSegment(0, 1_000)).toBeNull();
  });

  it('counts from the first packet of the video', () => {
    listener.played();
    expect(packet(-500, { channel: 0 })).toBe(true);
    expect(packet(0)).toBe(true);
    atMs += 2_000;
    packet(2_000);
    expect(listener.lastArrivalMs).toBe(7_000);
    expect(listener.clock.timeSegment(0, 2_000)).toEqual({
      startMs: NOON_MS + 5_000,
      endMs: NOON_MS + 7_000,
      clockSource: 'arrival',
      jumpMs: 0,
    });
  });

  it('takes the camera’s time from its reports', () => {
    listener.played();
    packet(0);
    expect(report(-1_000, 3_000)).toBe(true);
    expect(listener.clock.timeSegment(0, 2_000)).toMatchObject({
      startMs: NOON_MS + 4_000,
      clockSource: 'camera',
    });
  });

  it('keeps a report back that comes before the video, and uses it all the same', () => {
    listener.played();
    expect(report(-1_000, 3_000)).toBe(false);
    packet(0);
    expect(listener.clock.timeSegment(0, 2_000)).toMatchObject({
      startMs: NOON_MS + 4_000,
      clockSource: 'camera',
    });
  });

  it('takes no reports from another stream’s channel', () => {
    listener.played();
    packet(0);
    report(0, 3_000, 1);
    expect(listener.clock.timeSegment(0, 2_000)?.clockSource).toBe('arrival');
  });

  it('goes by the first packet of a picture', () => {
    listener.played();
    packet(0);
    atMs += 500;
    packet(0);
    expect(listener.lastArrivalMs).toBe(5_000);
  });

  it('leaves out packets of another format', () => {
    listener.played();
    packet(0);
    packet(8_000_000, { payloadType: 97 });
    expect(listener.clock.timeSegment(0, 1_000)?.startMs).toBe(NOON_MS + 5_000);
  });

  it.each([
    ['far forward', 3_600_000],
    ['far back', -5_000],
  ])('breaks off where the timestamps go %s', (_name, mediaMs) => {
    listener.played();
    packet(0);
    expect(() => packet(mediaMs)).toThrow(TimelineBroken);
  });

  it('takes a long pause, a burst after it, and pictures out of order', () => {
    listener.played();
    packet(0);
    atMs += 60_000;
    packet(60_000);
    atMs += 10;
    for (const mediaMs of [60_080, 60_040, 63_000]) packet(mediaMs);
    expect(listener.clock.timeSegment(60_000, 62_000)?.jumpMs).toBe(0);
  });
});
