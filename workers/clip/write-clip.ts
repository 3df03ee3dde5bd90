import { fillFrame } from '../../pipeline/redact/fill.ts';
import { showCounts, usualFps } from '../../pipeline/redact/frame-slots.ts';
import type { ClipRedaction, FilledBox } from '../../pipeline/redact/redaction-record.ts';
import { openEncoder } from '../media/encode.ts';
import type { ClipFrame } from './clip-frames.ts';

/**
 * Fills the frames as the plan says, one frame of the plan for each of `frames`, and encodes them.
 * @returns the plan as it was carried out: one frame for each picture of the video.
 * @throws WaysideError ENCODE_FAILED, DISK_FULL, INTERRUPTED, FFMPEG_MISSING
 */
export async function writeClip(
  frames: AsyncIterable<ClipFrame>,
  plan: ClipRedaction,
  path: string,
  speed: number,
  signal: AbortSignal,
): Promise<ClipRedaction> {
  const { widthPx, heightPx } = plan;
  const times = plan.frames.map(({ atMs }) => atMs);
  const fps = usualFps(times);
  const counts = showCounts(times, fps, speed);
  const encoder = await openEncoder({ widthPx, heightPx, fps }, path, signal);
  const written: ClipRedaction['frames'] = [];
  try {
    let n = 0;
    for await (const { frame } of frames) {
      const planned = plan.frames[n];
      const count = counts[n++] ?? 0;
      if (planned === undefined || count === 0) continue;
      const boxes = planned.hidden.map(([, ...box]): FilledBox => box);
      fillFrame(frame, boxes);
      for (let i = 0; i < count; i++) {
        await encoder.write(frame);
        written.push(planned);
      }
    }
    await encoder.end();
  } finally {
    encoder.kill();
  }
  return { ...plan, frames: written };
}
