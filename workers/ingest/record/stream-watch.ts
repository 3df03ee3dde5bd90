import type { RecordingEnd } from './recording.ts';
import type { StreamInput } from './stream-input.ts';

/** For how long what is waited for, in milliseconds. */
export interface Patience {
  /** Until anything comes at all, after the connection was made. */
  readonly firstMs: number;
  /** From then on: silence for so long is a stall. */
  readonly stallMs: number;
  /** Until the first keyframe, while something comes: longer than the longest keyframe distance. */
  readonly keyframeMs: number;
  /** Something comes, and no pictures in it any more. */
  readonly noPicturesMs: number;
}

export const DEFAULT_PATIENCE: Patience = {
  firstMs: 15_000,
  stallMs: 5_000,
  keyframeMs: 75_000,
  noPicturesMs: 15_000,
};

const LOOK_EVERY_MS = 200;
/** The machine's clock was set; less is drift that time synchronisation takes out. */
const CLOCK_JUMP_MS = 1_000;

interface WatchedStream {
  readonly input: Pick<StreamInput, 'silentMs' | 'isTimedByWallClock'>;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly patience: Patience;
  readonly stop: (why: RecordingEnd) => void;
}

export interface StreamWatch {
  readonly hadPictures: boolean;
  pictureCame(): void;
  end(): void;
}

/** Stops a recording when its signal aborts, when nothing usable comes, or when the clock that times it jumps. */
export function watchStream(stream: WatchedStream): StreamWatch {
  const { input, signal, nowMs, monotonicMs, patience, stop } = stream;
  const openedMs = monotonicMs();
  let pictureMs: number | null = null;
  let wallAheadMs = nowMs() - openedMs;

  const abort = (): void => {
    stop({ cause: null, message: 'The recording was ended.' });
  };
  const look = (): void => {
    const atMs = monotonicMs();
    const silentMs = input.silentMs();
    const hasBegun = pictureMs !== null || silentMs < atMs - openedMs;
    if (silentMs >= (hasBegun ? patience.stallMs : patience.firstMs)) {
      stop({ cause: 'CAMERA_STALLED', message: `Nothing has come for ${seconds(silentMs)} s.` });
    } else if (pictureMs === null && atMs - openedMs >= patience.keyframeMs) {
      const message = `No keyframe has come in ${seconds(atMs - openedMs)} s.`;
      stop({ cause: 'CAMERA_NO_VIDEO', message });
    } else if (pictureMs !== null && atMs - pictureMs >= patience.noPicturesMs) {
      const message = `What comes has held no picture for ${seconds(atMs - pictureMs)} s.`;
      stop({ cause: 'CAMERA_NO_VIDEO', message });
    }
    const aheadMs = nowMs() - atMs;
    if (input.isTimedByWallClock && Math.abs(aheadMs - wallAheadMs) >= CLOCK_JUMP_MS) {
      stop({ cause: 'CAMERA_DISCONNECTED', message: 'The clock of this machine was set.' });
    }
    wallAheadMs = aheadMs;
  };

  const timer = setInterval(look, LOOK_EVERY_MS);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  return {
    get hadPictures() {
      return pictureMs !== null;
    },
    pictureCame() {
      pictureMs = monotonicMs();
    },
    end() {
      clearInterval(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
