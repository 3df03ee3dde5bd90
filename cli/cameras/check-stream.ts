import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';
import type { RecordedFile } from '../../workers/ingest/record/recording.ts';
import { recordStream } from '../../workers/ingest/record/record-stream.ts';

/** What a stream turned out to be. */
export interface StreamCheck {
  /** As ffmpeg calls it, such as h264. */
  readonly codec: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly clockSource: RecordedFile['clockSource'];
  /** From one keyframe to the next, 1 s where they are closer; null: only one came in time. */
  readonly keyframeMs: number | null;
  readonly bitsPerSecond: number;
}

export interface StreamCheckOptions {
  readonly signal: AbortSignal;
  /** How long to listen, at most. */
  readonly withinMs: number;
}

/** Files end at the first keyframe after this, so two of them tell how far apart keyframes are. */
const PIECE_MS = 1000;

/**
 * Connects to a camera as recording does, and listens until two pieces have come; nothing of it is kept.
 * @throws WaysideError CAMERA_UNREACHABLE, CAMERA_UNAUTHORIZED, CAMERA_NO_VIDEO, CAMERA_STALLED,
 *   CAMERA_DISCONNECTED, FFMPEG_MISSING, INTERRUPTED
 */
export async function checkStream(
  url: string,
  { signal, withinMs }: StreamCheckOptions,
): Promise<StreamCheck> {
  // Readable by its owner only, as mkdtemp makes it.
  const folder = await mkdtemp(join(tmpdir(), 'wayside-check-'));
  const enough = new AbortController();
  const timer = setTimeout(() => {
    enough.abort();
  }, withinMs);
  try {
    const recording = recordStream(
      { url, segmentMs: PIECE_MS, masks: [] },
      { folder, signal: AbortSignal.any([signal, enough.signal]), nowMs: Date.now },
    );
    const files: RecordedFile[] = [];
    let byteCount = 0;
    for await (const file of recording) {
      files.push(file);
      byteCount += (await stat(file.path)).size;
      await rm(file.path);
      if (files.length === 2) enough.abort();
    }
    const { cause, message } = await recording.end;
    signal.throwIfAborted();
    const [first, second] = files;
    if (first === undefined)
      throw new WaysideError(cause ?? 'CAMERA_NO_VIDEO', messageOf(message, cause, withinMs));
    const lastMs = files.at(-1)!.endMs;
    return {
      codec: recording.particulars?.codec ?? null,
      widthPx: recording.particulars?.widthPx ?? null,
      heightPx: recording.particulars?.heightPx ?? null,
      clockSource: first.clockSource,
      keyframeMs: second === undefined ? null : second.startMs - first.startMs,
      bitsPerSecond: Math.round((8000 * byteCount) / Math.max(1, lastMs - first.startMs)),
    };
  } finally {
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  }
}

function messageOf(message: string, cause: string | null, withinMs: number): string {
  return cause === null ? `No keyframe has come in ${withinMs / 1000} s.` : message;
}
