import { RtpTimeline } from '../../../pipeline/live/rtp-timeline.ts';
import { StreamClock, type MachineTime } from '../../../pipeline/live/stream-clock.ts';
import type { VideoListener } from './camera-dialogue.ts';
import { isRtcp, readSenderReport, type SenderReport } from './rtcp.ts';

/** A stream that is so far ahead of its arrivals, or goes so far back, counts anew. */
const MOST_AHEAD_MS = 10_000;
const MOST_BACK_MS = 2_000;
const RTP_HEAD_BYTES = 12;

/** Thrown where a stream's times don't go on: its media time means nothing any more. */
export class TimelineBroken extends Error {
  override readonly name = 'TimelineBroken';
}

/** Listens to the frames of one video stream that a camera sends, to tell when they were taken. */
export class RtpListener implements VideoListener {
  readonly clock = new StreamClock();
  readonly #now: () => MachineTime;
  #timeline: RtpTimeline | null = null;
  #channel = 0;
  #payloadType: number | null = null;
  #isPlaying = false;
  #lastTimestamp: number | null = null;
  #lastMediaMs = 0;
  #lastArrivalMs: number | null = null;
  #earlyReport: SenderReport | null = null;

  constructor(now: () => MachineTime) {
    this.#now = now;
  }

  /** The camera described its video. */
  described(clockRateHz: number): void {
    this.#timeline = new RtpTimeline(clockRateHz);
  }

  /** The camera says on which channel the video's RTP comes; its RTCP comes on the next. */
  setUp(channel: number): void {
    this.#channel = channel;
  }

  /** From now on frames are the stream's. */
  played(): void {
    this.#isPlaying = true;
  }

  /** When the last packet of video came, by the clock that doesn't jump; null before the first. */
  get lastArrivalMs(): number | null {
    return this.#lastArrivalMs;
  }

  /**
   * Frames before the stream's first packet are kept from ffmpeg: it skips those before the answer to PLAY
   * anyway, and would count media time from a sender report that comes before the first packet
   * (`rtcp_parse_packet` in libavformat/rtpdec.c).
   * @returns whether ffmpeg may have this frame
   * @throws TimelineBroken
   */
  frame(channel: number, bytes: Buffer, at: number, size: number): boolean {
    const timeline = this.#timeline;
    if (!this.#isPlaying || timeline === null) return false;
    if (channel !== this.#channel && channel !== this.#channel + 1) return true;
    if (isRtcp(bytes, at)) {
      const report = readSenderReport(bytes, at, size);
      if (this.#lastTimestamp === null) {
        this.#earlyReport = report ?? this.#earlyReport;
        return false;
      }
      if (report !== null) this.#reported(timeline, report);
      return true;
    }
    if (size >= RTP_HEAD_BYTES && channel === this.#channel) this.#packet(timeline, bytes, at);
    return true;
  }

  #packet(timeline: RtpTimeline, bytes: Buffer, at: number): void {
    // ffmpeg drops other payloads, which may have another clock.
    this.#payloadType ??= bytes[at + 1]! & 0x7f;
    if ((bytes[at + 1]! & 0x7f) !== this.#payloadType) return;
    const timestamp = bytes.readUInt32BE(at + 4);
    // Only the first packet of a picture tells when it was sent.
    if (timestamp === this.#lastTimestamp) return;
    this.#lastTimestamp = timestamp;
    const now = this.#now();
    this.#lastArrivalMs = now.monotonicMs;
    const mediaMs = timeline.advance(timestamp);
    if (
      mediaMs < this.#lastMediaMs - MOST_BACK_MS ||
      this.clock.aheadMs(mediaMs, now.monotonicMs) > MOST_AHEAD_MS
    ) {
      throw new TimelineBroken();
    }
    this.#lastMediaMs = mediaMs;
    this.clock.arrived(mediaMs, now);
    if (this.#earlyReport !== null) this.#reported(timeline, this.#earlyReport);
    this.#earlyReport = null;
  }

  #reported(timeline: RtpTimeline, { timestamp, atMs }: SenderReport): void {
    this.clock.reported(timeline.near(timestamp), atMs);
  }
}
