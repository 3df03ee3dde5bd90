import type { VideoFrame } from '../image/video-frame.ts';
import { createMotionGate, type MotionGate } from '../motion/motion-gate.ts';
import type { Detection, ObjectDetector } from '../objects/detection.ts';

export interface SeenFrame {
  readonly frame: VideoFrame;
  /** Nothing moved, so nothing was looked for. */
  readonly still: boolean;
  /** In pixels of the full frame, best first. */
  readonly detections: readonly Detection[];
}

/** Each frame with the objects in it, looked for on the small copy where something moved. */
export async function* lookAtFrames(
  frames: AsyncIterable<VideoFrame>,
  objects: ObjectDetector,
  gate: MotionGate = createMotionGate(),
): AsyncGenerator<SeenFrame, void, void> {
  for await (const frame of frames) {
    if (!gate.moved(frame)) {
      yield { frame, still: true, detections: [] };
      continue;
    }
    const scaleX = frame.widthPx / frame.small.widthPx;
    const scaleY = frame.heightPx / frame.small.heightPx;
    const found = await objects.detect(frame.small);
    const detections = found.map(({ boxXywhPx: [x, y, width, height], ...rest }) => ({
      ...rest,
      boxXywhPx: [x * scaleX, y * scaleY, width * scaleX, height * scaleY] as const,
    }));
    yield { frame, still: false, detections };
  }
}
