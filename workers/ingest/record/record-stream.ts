import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { StreamClock } from '../../../pipeline/live/stream-clock.ts';
import { runFfmpeg, type FfmpegEnd, type FfmpegRun } from '../../media/ffmpeg.ts';
import { findFfmpeg, type Ffmpeg } from '../../media/find-ffmpeg.ts';
import { FrameTimes } from '../../media/frame-times.ts';
import { parseListLine } from '../../media/split.ts';
import type { CameraSource } from '../camera-source.ts';
import { openInput } from './open-input.ts';
import { recordArgv } from './record-argv.ts';
import type { RecordedFile, Recording, RecordingEnd, StreamParticulars } from './recording.ts';
import { endFromError, endFromLog } from './recording-end.ts';
import { appendToJournal } from './recording-journal.ts';
import type { StreamInput } from './stream-input.ts';
import { particularsIn } from './stream-particulars.ts';
import { DEFAULT_PATIENCE, watchStream, type Patience } from './stream-watch.ts';

/** ffmpeg gives out at once, late, what came while it made out what the stream is. */
const BURST_MS = 500;
/** How long ffmpeg may take to finish its file. */
const FINISH_WITHIN_MS = 3000;

export interface RecordOptions {
  /** Of this recording alone; made if it isn't there. */
  readonly folder: string;
  /** Ends the recording. */
  readonly signal: AbortSignal;
  /** The machine's clock, milliseconds since the Unix epoch; it may jump. */
  readonly nowMs: () => number;
  /** Milliseconds since any moment; it never jumps. */
  readonly monotonicMs?: () => number;
  readonly patience?: Partial<Patience>;
  readonly ffmpeg?: Ffmpeg;
}

/**
 * Records one connection to a camera into files, without decoding it (but for masks that are burned in).
 *
 * - `rtsp://`, `rtsps://`: through the relay; timed by the camera's clock where it tells it.
 * - `http://`, `https://`: MJPEG, MPEG-TS or another container that is read from its start on, in one
 *   answer; timed by arrival.
 * - `file://`: a video played at its own speed, again and again; timed by arrival.
 *
 * Files are cut at keyframes: a camera whose keyframes are further apart than `segmentMs` gives files that
 * long, each known only when the next keyframe has come. What comes before the first keyframe isn't kept; over
 * RTSP with B-frames, nor is what comes before the second.
 * A picture that changes its size or its codec's parameters goes on in the same file.
 *
 * ffmpeg ends with this process, even if that is killed. The folder then holds the files that nobody took,
 * the last one up to what ffmpeg had received, and a journal with their times: see `salvageRecording`.
 */
export function recordStream(
  source: Pick<CameraSource, 'url' | 'segmentMs' | 'masks'>,
  options: RecordOptions,
): Recording {
  let particulars: StreamParticulars | null = null;
  let settle: (end: RecordingEnd) => void;
  const end = new Promise<RecordingEnd>((resolve) => {
    settle = resolve;
  });
  const files = record(source, options, {
    particulars: (found) => {
      particulars ??= found;
    },
    ended: (ended) => {
      settle(ended);
    },
  });
  return {
    [Symbol.asyncIterator]: () => files,
    end,
    get particulars() {
      return particulars;
    },
  };
}

interface Told {
  readonly particulars: (found: StreamParticulars) => void;
  readonly ended: (end: RecordingEnd) => void;
}

async function* record(
  source: Pick<CameraSource, 'url' | 'segmentMs' | 'masks'>,
  options: RecordOptions,
  tell: Told,
): AsyncGenerator<RecordedFile, void, void> {
  let end: RecordingEnd = { cause: null, message: 'Nobody wanted more of it.' };
  try {
    const { folder, signal, nowMs, monotonicMs = () => performance.now() } = options;
    await mkdir(folder, { recursive: true });
    const ffmpeg = options.ffmpeg ?? (await findFfmpeg());
    const settings = { ...options, monotonicMs, ffmpeg };
    let skipsFirst = false;
    for (;;) {
      const input = await openInput(source.url, { signal, nowMs, monotonicMs });
      try {
        const ended = yield* recordInput(input, source, { ...settings, skipsFirst }, tell);
        if (ended !== 'first-lacks-time') {
          end = ended;
          break;
        }
        skipsFirst = true;
      } finally {
        await input.close();
      }
    }
  } catch (error) {
    end = endFromError(error, options.signal);
  } finally {
    tell.ended(end);
  }
}

type Settings = RecordOptions &
  Required<Pick<RecordOptions, 'monotonicMs' | 'ffmpeg'>> & { readonly skipsFirst: boolean };

async function* recordInput(
  input: StreamInput,
  { segmentMs, masks }: Pick<CameraSource, 'segmentMs' | 'masks'>,
  { ffmpeg, folder, signal, nowMs, monotonicMs, patience, skipsFirst }: Settings,
  tell: Told,
): AsyncGenerator<RecordedFile, RecordingEnd | 'first-lacks-time', void> {
  const burned = masks.filter((mask) => mask.burned === true);
  const order = { input, folder, segmentMs, burned, skipsFirst };
  const run = runFfmpeg(ffmpeg, recordArgv(ffmpeg, order), {
    input: input.body,
    onLogLine: (line) => {
      const found = particularsIn(line);
      if (found !== null) tell.particulars(found);
    },
  });
  let ending = null as RecordingEnd | null;
  let killTimer: NodeJS.Timeout | undefined;
  const watch = watchStream({
    input,
    signal,
    nowMs,
    monotonicMs,
    patience: { ...DEFAULT_PATIENCE, ...patience },
    stop: (why) => {
      if (ending !== null) return;
      ending = why;
      if (!input.endsWhenClosed) run.finish();
      void input.close();
      killTimer = setTimeout(() => {
        run.kill();
      }, FINISH_WITHIN_MS);
    },
  });
  const arrivals = watchArrivals(run, (mediaMs) => {
    watch.pictureCame();
    arrivals.clock.arrived(mediaMs, { wallMs: nowMs(), monotonicMs: monotonicMs() });
  });
  const files = new PassThrough({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  // Files are timed and written down as they come, however long the consumer takes with the one before.
  const listed = (async () => {
    for await (const line of createInterface({ input: run.side })) {
      const entry = parseListLine(line);
      // Made for a picture that then didn't come.
      if (entry === null || entry.span.endMs <= entry.span.startMs) continue;
      await Promise.race([arrivals.areLive, run.ended]);
      // The list has the first start at 0, even if the first keyframe came later.
      const startMs = Math.max(entry.span.startMs, arrivals.firstMediaMs ?? 0);
      const times = (input.clock ?? arrivals.clock).timeSegment(startMs, entry.span.endMs);
      // What can't be timed is left to be salvaged.
      if (times === null) continue;
      const sequence = Number.parseInt(entry.name, 10);
      const file: RecordedFile = { sequence, path: join(folder, entry.name), ...times };
      appendToJournal(folder, file);
      files.write(file);
    }
    files.end();
  })().catch((error: unknown) => {
    files.destroy(error as Error);
  });
  try {
    for await (const file of files) yield file as RecordedFile;
    const ended = await run.ended;
    await input.close();
    if (ending === null && !skipsFirst && lacksFirstTime(ended)) return 'first-lacks-time';
    const told = endFromLog(ended, { failure: input.failure, hadPictures: watch.hadPictures });
    // With a full disk ffmpeg takes in nothing more, which looks like a camera that stalls.
    if (ending === null || (ending.cause !== null && told.cause === 'DISK_FULL')) return told;
    return ending;
  } finally {
    watch.end();
    clearTimeout(killTimer);
    run.kill();
    await listed;
  }
}

/**
 * ffmpeg gives the first packet over RTSP no time, and with B-frames it doesn't make one up either
 * (`av_parser_parse2` in libavcodec, 4.1 to 5.1, where a packet has no position).
 */
function lacksFirstTime({ errors }: FfmpegEnd): boolean {
  return errors.some((line) => line.includes('unknown timestamp'));
}

/** Packets as ffmpeg lists them. */
function watchArrivals(
  run: FfmpegRun,
  onPacket: (mediaMs: number) => void,
): {
  readonly clock: StreamClock;
  /** Settles once packets come as they arrive. */
  readonly areLive: Promise<void>;
  readonly firstMediaMs: number | null;
} {
  const times = new FrameTimes();
  let firstMediaMs: number | null = null;
  let begin: () => void;
  const areLive = new Promise<void>((resolve) => {
    begin = resolve;
  }).then(() => after(BURST_MS));
  run.stdout.setEncoding('utf8').on('data', (text: string) => {
    times.add(text);
    while (times.waiting) {
      const mediaMs = times.take()!;
      firstMediaMs ??= mediaMs;
      onPacket(mediaMs);
      begin();
    }
  });
  return {
    clock: new StreamClock(),
    areLive,
    get firstMediaMs() {
      return firstMediaMs;
    },
  };
}
