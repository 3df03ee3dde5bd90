export interface TrackerOptions {
  /** Detections from here on are associated first; weaker ones only keep known tracks going. */
  readonly highScore: number;
  /** A new track needs a detection this sure. */
  readonly startScore: number;
  /** A track ends when it was looked for this long in vain. */
  readonly occlusionMs: number;
  /** The same for what had been at rest: traffic may hide it for longer. */
  readonly parkedOcclusionMs: number;
  /** The same for what was seen once only. */
  readonly tentativeMs: number;
  /** The same for what reached the border of the frame before: it has most likely left. */
  readonly exitMs: number;
  /** At rest this long counts as parked. */
  readonly parkedAfterMs: number;
  /** Reads kept for one track; the weightiest stay. */
  readonly maxReads: number;
}

/** Chosen for five frames a second and a small detector, which is unsure of vehicles seen from above. */
export const TRACKER_DEFAULTS: TrackerOptions = {
  highScore: 0.3,
  startScore: 0.3,
  occlusionMs: 1600,
  parkedOcclusionMs: 8000,
  tentativeMs: 700,
  exitMs: 700,
  parkedAfterMs: 1000,
  maxReads: 24,
};
