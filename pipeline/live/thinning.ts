/**
 * What is left out of detection when workers fall behind what live cameras record. Recording goes on in
 * any case; what isn't looked at now is looked at later.
 */

/**
 * 0: as configured; 1: half the analysis rate; 2: a quarter of it; 3: a quarter, and newest first. For all
 * live cameras alike.
 */
export type ThinningLevel = 0 | 1 | 2 | 3;

export interface Thinning {
  readonly level: ThinningLevel;
  /** When the level changed last. Times are milliseconds of one clock, the database's. */
  readonly sinceMs: number;
  /** Whether it was at a higher level before. */
  readonly lowered: boolean;
  /** Since when the backlog is small; null: it isn't. */
  readonly calmSinceMs: number | null;
  /** It has to stay small for so long before the level goes down. */
  readonly holdMs: number;
  /**
   * Counts how often newest-first set in anew. A run that begins belongs to the generation of then; video
   * of later generations is looked at first, and within one in the order in which it was stored, so no
   * camera is preferred.
   */
  readonly generation: number;
}

/** Of one camera that is being recorded: what of its runs of the newest generation waits for detection. */
export interface WaitingVideo {
  readonly waitingMs: number;
  /** Its longest waiting segment; 0 when none waits. */
  readonly longestSegmentMs: number;
}

/** From so much of a backlog on: level 1, 2, 3. */
const RAISE_FROM_MS = [5_000, 10_000, 25_000] as const;
const CALM_BELOW_MS = 2_000;
const SHORTEST_HOLD_MS = 30_000;
const LONGEST_HOLD_MS = 16 * 60_000;
/** One on its way and one being looked at are no backlog, however long segments are. */
const SEGMENTS_AT_EASE = 2;

const SHARE_OF_RATE = [1, 0.5, 0.25, 0.25] as const satisfies Record<ThinningLevel, number>;
/** Fewer looks a second than this, and a passing plate is met once at best. */
const LEAST_FPS = 1;

export const UNTHINNED: Thinning = {
  ...{ level: 0, sinceMs: 0, lowered: false, calmSinceMs: null },
  ...{ holdMs: SHORTEST_HOLD_MS, generation: 0 },
};

/**
 * How far detection is behind: video that waits, a camera, without what is on its way in any case. It is
 * about the time that a segment stored now has to wait, since a camera records a second a second. The mean,
 * so that one camera whose video comes late and all at once doesn't thin the others. No cameras: 0.
 */
export function backlogMs(cameras: readonly WaitingVideo[]): number {
  if (cameras.length === 0) return 0;
  const behind = cameras.map(({ waitingMs, longestSegmentMs }) =>
    Math.max(0, waitingMs - SEGMENTS_AT_EASE * longestSegmentMs),
  );
  return Math.round(behind.reduce((sum, ms) => sum + ms, 0) / cameras.length);
}

/**
 * Up at once, as far as the backlog asks for; down a level at a time, when the backlog was small for
 * `holdMs`. Each time that going down turns out to have been too early, the next attempt waits twice as
 * long. At level 3, and again whenever even its newest generation has fallen behind, a new generation
 * begins.
 */
export function nextThinning(current: Thinning, backlog: number, atMs: number): Thinning {
  const wanted = RAISE_FROM_MS.filter((fromMs) => backlog >= fromMs).length as ThinningLevel;
  const generation = current.generation + (wanted === 3 ? 1 : 0);
  if (wanted > current.level) {
    return {
      ...{ level: wanted, sinceMs: atMs, lowered: false, calmSinceMs: null, generation },
      holdMs: holdAfterRaise(current, atMs),
    };
  }
  if (backlog >= CALM_BELOW_MS) return { ...current, calmSinceMs: null, generation };
  const calmSinceMs = current.calmSinceMs ?? atMs;
  if (current.level === 0 || atMs - calmSinceMs < current.holdMs)
    return { ...current, calmSinceMs };
  const level = (current.level - 1) as ThinningLevel;
  return { ...current, level, sinceMs: atMs, lowered: true, calmSinceMs: atMs };
}

function holdAfterRaise({ lowered, sinceMs, holdMs }: Thinning, atMs: number): number {
  if (!lowered) return Math.max(holdMs, SHORTEST_HOLD_MS);
  const tooEarly = atMs - sinceMs < 2 * holdMs;
  return tooEarly ? Math.min(2 * holdMs, LONGEST_HOLD_MS) : SHORTEST_HOLD_MS;
}

/** Frames a second to look at, of those asked for; never more, and one at least unless less was asked for. */
export function thinnedFps(wantedFps: number, level: ThinningLevel): number {
  return Math.max(Math.min(wantedFps, LEAST_FPS), wantedFps * SHARE_OF_RATE[level]);
}

/**
 * The level at which a run's video is looked at now: what an earlier generation left waiting is done with
 * what time there is, at the lowest rate.
 */
export function levelOfRun(
  run: { readonly generation: number },
  { level, generation }: Pick<Thinning, 'level' | 'generation'>,
): ThinningLevel {
  return run.generation < generation ? 3 : level;
}

export interface AnalysisRate {
  readonly analysisFps: number;
  /** It is less than was asked for. */
  readonly isThinned: boolean;
}

/** How closely a run's video is looked at now. Files are never thinned: they go last instead. */
export function analysisRateOf(
  wantedFps: number,
  run: { readonly origin: 'file' | 'stream'; readonly generation: number },
  inForce: Pick<Thinning, 'level' | 'generation'>,
): AnalysisRate {
  const level = run.origin === 'file' ? 0 : levelOfRun(run, inForce);
  const analysisFps = thinnedFps(wantedFps, level);
  return { analysisFps, isThinned: analysisFps < wantedFps };
}

/**
 * Whether a run that is being recorded has to end here and the next begin: it is tracked in order, so what
 * comes now could not be tracked before what waits.
 */
export function shouldCutRun(
  run: { readonly generation: number },
  { generation }: Pick<Thinning, 'generation'>,
): boolean {
  return run.generation < generation;
}
