import type { SceneTruth } from '../../../fixtures/scene-truth.ts';

/** A vehicle's way through a live camera's view. All times are of the camera's shutter, Unix epoch. */
export interface ExpectedPass {
  readonly cameraId: string;
  readonly plate: string;
  readonly entryMs: number;
  readonly exitMs: number;
  /** From when on its plate is at least `READABLE_PLATE_PX` wide. */
  readonly readableMs: number;
}

/** About the least width at which the plates of the generated scenes are read. */
export const READABLE_PLATE_PX = 80;

/**
 * The vehicles that pass a camera wholly inside a span, in order; those whose plate is never wide enough
 * are left out.
 * @param run a scene that is shown over and over, its first picture at `firstPictureMs`
 */
export function expectedPasses(
  run: { readonly cameraId: string; readonly firstPictureMs: number; readonly truth: SceneTruth },
  span: { readonly fromMs: number; readonly untilMs: number },
): ExpectedPass[] {
  const { cameraId, firstPictureMs, truth } = run;
  const passes: ExpectedPass[] = [];
  const firstRound = Math.max(0, Math.floor((span.fromMs - firstPictureMs) / truth.durationMs) - 1);
  for (let round = firstRound; ; round++) {
    const startMs = firstPictureMs + round * truth.durationMs;
    if (startMs >= span.untilMs) break;
    for (const { plate, entryMs, exitMs, moments } of truth.vehicles) {
      const readable = moments.find(
        ({ plateXywhPx }) => (plateXywhPx?.[2] ?? 0) >= READABLE_PLATE_PX,
      );
      if (readable === undefined) continue;
      passes.push({
        cameraId,
        plate,
        entryMs: startMs + entryMs,
        exitMs: startMs + exitMs,
        readableMs: startMs + readable.ms,
      });
    }
  }
  return passes.filter(({ entryMs, exitMs }) => entryMs >= span.fromMs && exitMs <= span.untilMs);
}
