import {
  backlogMs,
  levelOfRun,
  nextThinning,
  shouldCutRun,
  thinnedFps,
  UNTHINNED,
  type ThinningLevel,
} from '../live/thinning.ts';

export interface SimulatedSite {
  readonly cameras: number;
  /** What the cameras ask for at the full rate, in times what the workers can do. */
  readonly overload: number;
  /** For so long; afterwards the workers can do twice what is asked for. */
  readonly overloadedMs: number;
  readonly recoveryMs: number;
}

export interface SimulatedSegment {
  readonly camera: number;
  readonly generation: number;
  readonly storedMs: number;
  readonly looks: { readonly atMs: number; readonly fps: number }[];
}

export interface SimulatedMoment {
  readonly atMs: number;
  readonly level: ThinningLevel;
  readonly waiting: number;
  /** How old the newest looked-at segment is, of the camera that is worst off. */
  readonly newestLagMs: number;
}

const SEGMENT_MS = 2000;
const WANTED_FPS = 5;
/** Of the time that a segment takes at the full rate, what decoding and storing take at any. */
const FIXED_SHARE = 0.3;
const LOOK_EVERY_MS = 2000;
/** Recording hears of a new generation so late. */
const CUT_AFTER_MS = 3000;

/**
 * For tests: one worker for many cameras, as arithmetic: each camera stores a segment every two seconds, cameras one
 * after another; the worker always takes the first by generation and age, at the rate of its level.
 */
export function simulateDetection({ cameras, overload, overloadedMs, recoveryMs }: SimulatedSite): {
  readonly samples: SimulatedMoment[];
  readonly segments: SimulatedSegment[];
} {
  const fullMs = (load: number): number => (load * SEGMENT_MS) / cameras;
  const endMs = overloadedMs + recoveryMs;
  const segments: SimulatedSegment[] = [];
  const samples: SimulatedMoment[] = [];
  /** By generation, oldest first. */
  const queues = new Map<number, SimulatedSegment[]>();
  const runs = Array.from({ length: cameras }, () => ({ generation: 0 }));
  const newest = Array.from({ length: cameras }, () => 0);
  const counts = Array.from({ length: cameras }, () => 0);
  let thinning = UNTHINNED;
  let heard = { atMs: 0, generation: 0 };
  let freeAtMs = 0;

  const store = (camera: number, atMs: number): void => {
    if (shouldCutRun(runs[camera]!, heard) && atMs >= heard.atMs + CUT_AFTER_MS) {
      runs[camera] = { generation: heard.generation };
    }
    const { generation } = runs[camera]!;
    const segment = { camera, generation, storedMs: atMs, looks: [] };
    segments.push(segment);
    const queue = queues.get(generation) ?? [];
    queue.push(segment);
    queues.set(generation, queue);
  };
  const work = (untilMs: number): void => {
    while (freeAtMs < untilMs) {
      const first = Math.max(-1, ...[...queues].flatMap(([g, q]) => (q.length > 0 ? [g] : [])));
      const queue = queues.get(first);
      if (queue === undefined) {
        freeAtMs = untilMs;
        return;
      }
      const segment = queue.shift()!;
      if (queue.length === 0) queues.delete(first);
      const fps = thinnedFps(WANTED_FPS, levelOfRun(segment, thinning));
      const load = segment.storedMs < overloadedMs && freeAtMs < overloadedMs ? overload : 0.5;
      freeAtMs += fullMs(load) * (FIXED_SHARE + ((1 - FIXED_SHARE) * fps) / WANTED_FPS);
      segment.looks.push({ atMs: freeAtMs, fps });
      newest[segment.camera] = Math.max(newest[segment.camera]!, segment.storedMs);
    }
  };
  const look = (atMs: number): void => {
    counts.fill(0);
    for (const { camera } of queues.get(thinning.generation) ?? []) counts[camera]!++;
    const current = counts.filter((_, camera) => runs[camera]!.generation === thinning.generation);
    const backlog = backlogMs(
      current.map((count) => ({
        waitingMs: count * SEGMENT_MS,
        longestSegmentMs: count === 0 ? 0 : SEGMENT_MS,
      })),
    );
    const { generation } = thinning;
    thinning = nextThinning(thinning, backlog, atMs);
    if (thinning.generation > generation) heard = { atMs, generation: thinning.generation };
    samples.push({
      atMs,
      level: thinning.level,
      waiting: [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
      newestLagMs: atMs - Math.min(...newest),
    });
  };

  const stepMs = SEGMENT_MS / cameras;
  const steps = Math.round(endMs / stepMs);
  for (let step = 1; step <= steps; step++) {
    const atMs = step * stepMs;
    work(atMs);
    store(step % cameras, atMs);
    if (step % Math.round(LOOK_EVERY_MS / stepMs) === 0) look(atMs);
  }
  work(endMs + SEGMENT_MS);
  look(endMs + SEGMENT_MS);
  return { samples, segments };
}
