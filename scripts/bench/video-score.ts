import type { PlateRead, PlateText } from '../../pipeline/plates/plate-reading.ts';
import { MINIMUM_CONFIDENCE } from '../../pipeline/plates/read-plates.ts';
import { fold } from './accuracy-score.ts';

export interface ClipResult {
  readonly image: string;
  readonly label: string;
  readonly fused: string | null;
  readonly fusedAsPlanned: string | null;
  readonly bestSingleFrame: string | null;
  readonly bestSingleFrameHoweverDoubtful: string | null;
  readonly medianSingleFrame: string | null;
  /** Frames whose own read is right, however doubtful. */
  readonly framesRight: number;
  readonly frames: number;
}

/** Shares of the clips, folded (O and Q as 0, I as 1); null where there is no clip. */
export interface VideoScore {
  readonly set: string;
  readonly clips: number;
  /** The fused plate of the track, every frame read in detail, as the single frames are. */
  readonly fused: number | null;
  /** The same by the pipeline's own plan of what to read when, which saves reads. */
  readonly fusedAsPlanned: number | null;
  /** The surest read of all frames of the clip, each looked at by itself, if sure enough to be given. */
  readonly bestSingleFrame: number | null;
  /** The same however doubtful it is; a fused plate as doubtful is not given. */
  readonly bestSingleFrameHoweverDoubtful: number | null;
  /** Clips in which a wrong text was given, by fusing and by the best single frame. */
  readonly fusedWrong: number;
  readonly bestSingleFrameWrong: number;
  /** The read in the middle when a clip's frames are put in order of how sure they are. */
  readonly medianSingleFrame: number | null;
  /** Any frame's own read is right: what no choice among single frames can beat. */
  readonly anyFrame: number | null;
  /** Why there is no clip. */
  readonly note?: string;
}

/**
 * A single frame's read is given when it is as sure as `readPlates` asks by itself, a fused plate when it
 * is as sure as a track asks: the same bar. A frame in which nothing was read counts as the least sure.
 * No frames: nothing read.
 */
export function compareReads(
  label: string,
  fused: Pick<PlateText, 'text'> | null,
  single: readonly (Pick<PlateRead, 'text' | 'confidence'> | null)[],
): Omit<ClipResult, 'image' | 'fusedAsPlanned'> {
  const sure = (read: (typeof single)[number]): number => read?.confidence ?? -1;
  const given = (read: (typeof single)[number] | undefined): string | null =>
    read != null && read.confidence >= MINIMUM_CONFIDENCE ? read.text : null;
  const ordered = [...single].sort((a, b) => sure(b) - sure(a));
  return {
    label,
    fused: fused?.text ?? null,
    bestSingleFrame: given(ordered[0]),
    bestSingleFrameHoweverDoubtful: ordered[0]?.text ?? null,
    medianSingleFrame: given(ordered[Math.floor(ordered.length / 2)]),
    framesRight: single.filter((read) => isRight(label, read?.text ?? null)).length,
    frames: single.length,
  };
}

export function scoreClips(set: string, results: readonly ClipResult[]): VideoScore {
  const share = (right: (result: ClipResult) => boolean): number | null =>
    results.length === 0 ? null : results.filter(right).length / results.length;
  const wrong = (given: (result: ClipResult) => string | null): number =>
    results.filter((r) => given(r) !== null && !isRight(r.label, given(r))).length;
  return {
    set,
    clips: results.length,
    fused: share((r) => isRight(r.label, r.fused)),
    fusedAsPlanned: share((r) => isRight(r.label, r.fusedAsPlanned)),
    bestSingleFrame: share((r) => isRight(r.label, r.bestSingleFrame)),
    bestSingleFrameHoweverDoubtful: share((r) =>
      isRight(r.label, r.bestSingleFrameHoweverDoubtful),
    ),
    fusedWrong: wrong((r) => r.fused),
    bestSingleFrameWrong: wrong((r) => r.bestSingleFrame),
    medianSingleFrame: share((r) => isRight(r.label, r.medianSingleFrame)),
    anyFrame: share((r) => r.framesRight > 0),
    ...(results.length === 0 ? { note: 'its labels have no plate boxes' } : {}),
  };
}

/** Equal after folding O, Q and I. */
export function isRight(label: string, text: string | null): boolean {
  return text !== null && fold(text) === fold(label);
}
