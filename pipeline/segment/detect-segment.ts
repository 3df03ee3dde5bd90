import type { VideoFrame } from '../image/video-frame.ts';
import type { HidingModels } from '../redact/hiding-models.ts';
import { CropChoice, type ChosenCrop } from './crop-choice.ts';
import { detectFrames, type DetectOptions, type SegmentModels } from './detect-frames.ts';
import type { FrameFacts, SegmentFacts } from './segment-facts.ts';

export interface SegmentMedia {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationMs: number;
  /** Asked for when the frames are at their end: how many were decoded, wanted or not. */
  readonly framesDecoded: () => number;
}

export interface DetectedSegment {
  readonly facts: SegmentFacts;
  /** In the order in which their objects were first seen; the facts name them. */
  readonly crops: readonly Pick<ChosenCrop, 'cropId' | 'own' | 'masked'>[];
}

/**
 * All that can be found in one segment without knowing any other, and a picture of each vehicle at its
 * best moment. The same frames and models give the same facts. No frames: facts without frames.
 */
export async function detectSegment(
  frames: AsyncIterable<VideoFrame>,
  media: SegmentMedia,
  models: SegmentModels & { readonly hiding: HidingModels },
  options: DetectOptions = {},
): Promise<DetectedSegment> {
  const found: FrameFacts[] = [];
  const choice = new CropChoice();
  for await (const detected of detectFrames(frames, models, options)) {
    choice.offer(detected, found.length);
    found.push(detected.facts);
  }
  const crops = await choice.chosen(models.hiding);
  const { widthPx, heightPx, durationMs } = media;
  return {
    facts: {
      version: 1,
      widthPx,
      heightPx,
      durationMs,
      framesDecoded: media.framesDecoded(),
      frames: found.map((facts, i) =>
        withCrops(
          facts,
          crops.filter((crop) => crop.frameIndex === i),
        ),
      ),
    },
    crops: crops.map(({ cropId, own, masked }) => ({ cropId, own, masked })),
  };
}

function withCrops(facts: FrameFacts, crops: readonly ChosenCrop[]): FrameFacts {
  if (crops.length === 0) return facts;
  const named = <T extends object>(items: readonly T[], of: ChosenCrop['of']): T[] =>
    items.map((item, index) => {
      const crop = crops.find((c) => c.of === of && c.index === index);
      return crop === undefined ? item : { ...item, cropId: crop.cropId };
    });
  return {
    ...facts,
    detections: named(facts.detections, 'detections'),
    loosePlates: named(facts.loosePlates, 'loosePlates'),
  };
}
