import type { FrameFacts, SegmentFacts } from './segment-facts.ts';
import type { Watched } from './watch-frames.ts';

/**
 * Facts of a segment that was looked at in some spans only, with the moments between them: nothing was there,
 * or nothing moved. `watched` is on the segment's clock. All of it was looked at: the facts as they are.
 */
export function withQuietFrames(facts: SegmentFacts, { spans, moments }: Watched): SegmentFacts {
  const quiet = moments
    .filter(({ mediaMs }) => !spans.some((s) => mediaMs >= s.startMs && mediaMs <= s.endMs))
    .map(({ mediaMs, still }): FrameFacts => ({ mediaMs, still, detections: [], loosePlates: [] }));
  if (quiet.length === 0) return facts;
  return { ...facts, frames: [...facts.frames, ...quiet].sort((a, b) => a.mediaMs - b.mediaMs) };
}
