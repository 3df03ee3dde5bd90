import type { ClockSource } from '../time/clock-source.ts';
import { LeastDelay } from './least-delay.ts';

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

/** A moment by the machine's two clocks. */
export interface MachineTime {
  /** Milliseconds since the Unix epoch; it may jump. */
  readonly wallMs: number;
  /** Milliseconds since any moment; it never jumps or runs backwards. */
  readonly monotonicMs: number;
}

/** A camera's clock is believed when it is so near the machine's … */
const BELIEVED_WITHIN_MS = 5_000;
/** … and until it is so far from it. Cameras that boot in 1970 or in another time zone are further. */
const BELIEVED_UNTIL_MS = 10_000;
/** A greater difference is a jump; a smaller one is caught up with bit by bit. */
const JUMP_MS = 1_000;
/** How much longer or shorter than its media time a segment may be said to be, to catch up. */
const CATCH_UP_RATE = 0.05;
/** Times so near the camera's clock are called its. */
const CAMERA_TIME_WITHIN_MS = 100;

/**
 * Media time to capture time, for one connection. By the camera's clock where sender reports give it and
 * it can be right; else by the arrivals: the least delayed of the last half minute sets the time, which
 * includes what the camera and the network take at the least. The machine's clock may jump without
 * moving a time by itself, since arrivals are counted on the other one.
 */
export class StreamClock implements StreamClockReader {
  readonly #arrivals = new LeastDelay();
  #wallAheadMs = 0;
  /** Camera's time less media time, by the last sender report. */
  #cameraOffsetMs: number | null = null;
  #cameraIsBelieved = false;
  #before: { readonly endMediaMs: number; readonly endMs: number } | null = null;

  /** Something of this media time came. */
  arrived(mediaMs: number, at: MachineTime): void {
    this.#arrivals.add(at.monotonicMs, at.monotonicMs - mediaMs);
    this.#wallAheadMs = at.wallMs - at.monotonicMs;
  }

  /** A sender report: by the camera's clock, this media time is `cameraMs` since the Unix epoch. */
  reported(mediaMs: number, cameraMs: number): void {
    this.#cameraOffsetMs = cameraMs - mediaMs;
  }

  /** How far this media time is ahead of the arrivals; a stream without jumps stays near 0. */
  aheadMs(mediaMs: number, monotonicMs: number): number {
    const least = this.#arrivals.offsetMs;
    return least === null ? 0 : mediaMs - (monotonicMs - least);
  }

  timeSegment(startMediaMs: number, endMediaMs: number): SegmentTimes | null {
    const offsetMs = this.#offsetMs();
    if (offsetMs === null) return null;
    const lengthMs = Math.max(0, endMediaMs - startMediaMs);
    const before = this.#before;
    let startMs = startMediaMs + offsetMs;
    let jumpMs = 0;
    let endMs = startMs + lengthMs;
    if (before !== null) {
      const followsMs = before.endMs + Math.max(0, startMediaMs - before.endMediaMs);
      const errorMs = startMs - followsMs;
      if (Math.abs(errorMs) > JUMP_MS) jumpMs = Math.round(errorMs);
      else {
        const mostMs = CATCH_UP_RATE * lengthMs;
        startMs = followsMs;
        endMs = startMs + lengthMs + Math.min(mostMs, Math.max(-mostMs, errorMs));
      }
    }
    this.#before = { endMediaMs: Math.max(startMediaMs, endMediaMs), endMs };
    const offMs = Math.abs(startMediaMs + offsetMs - startMs);
    return {
      startMs: Math.round(startMs),
      endMs: Math.round(endMs),
      clockSource: this.#cameraIsBelieved && offMs <= CAMERA_TIME_WITHIN_MS ? 'camera' : 'arrival',
      jumpMs,
    };
  }

  /** Capture time less media time, by the better clock. */
  #offsetMs(): number | null {
    const leastMs = this.#arrivals.offsetMs;
    if (leastMs === null) return null;
    const arrivalOffsetMs = leastMs + this.#wallAheadMs;
    const cameraOffsetMs = this.#cameraOffsetMs;
    if (cameraOffsetMs === null) return arrivalOffsetMs;
    const apartMs = Math.abs(cameraOffsetMs - arrivalOffsetMs);
    this.#cameraIsBelieved =
      apartMs <= (this.#cameraIsBelieved ? BELIEVED_UNTIL_MS : BELIEVED_WITHIN_MS);
    return this.#cameraIsBelieved ? cameraOffsetMs : arrivalOffsetMs;
  }
}
