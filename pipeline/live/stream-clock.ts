import type { ClockSource } from '../time/clock-source.ts';

/** By whose clock a stream is timed. */
export type StreamClockSource = Extract<ClockSource, 'camera' | 'arrival'>;

/** When the pictures of a segment were taken. */
export interface SegmentTimes {
  /** Whole milliseconds since the Unix epoch, UTC; `startMs <= endMs`. */
  readonly startMs: number;
  readonly endMs: number;
  readonly clockSource: StreamClockSource;
  /**
   * 0 where this segment goes on from the one before. Else the clock jumped by so many milliseconds (back
   * when negative) and this segment is the first by the new time: a new run has to begin with it.
   */
  readonly jumpMs: number;
}

/** Tells when the pictures of one connection to a camera were taken. */
export interface StreamClockReader {
  /**
   * Call it once for each segment, in order, when the segment is finished.
   * @param startMediaMs media time of its first picture, milliseconds, as ffmpeg counts: the stream's first
   * packet is 0
   * @param endMediaMs media time at which its last picture ends, `>= startMediaMs`
   * @returns null while nothing was received
   */
  timeSegment(startMediaMs: number, endMediaMs: number): SegmentTimes | null;
}
