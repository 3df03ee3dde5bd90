/** A pause in the source longer than this is cut out. */
const LONGEST_HOLD_MS = 1000;
const FASTEST_FPS = 60;
/** Times since 1970 as floating point are this coarse, and more. */
const CLOCK_MS = 0.01;

/** The usual pictures a second of a video with pictures at these times, 1…60. Fewer than two: 25. */
export function usualFps(timesMs: readonly number[]): number {
  const steps = timesMs.slice(1).map((time, i) => time - timesMs[i]!);
  const median = steps.toSorted((a, b) => a - b)[steps.length >> 1];
  if (median === undefined) return 25;
  const fps = 1000 / Math.max(1, median);
  return Math.min(FASTEST_FPS, Math.max(1, Math.round(fps * 1000) / 1000));
}

/**
 * How often each picture is shown in a video of constant `fps` that runs `speed` times as fast as the
 * source, one count for each time, in order; 0: left out.
 */
export function showCounts(
  timesMs: readonly number[],
  fps: number,
  speed: number,
): readonly number[] {
  const stepMs = (1000 * speed) / fps;
  const usualMs = 1000 / fps;
  let clockMs = timesMs[0] ?? 0;
  return timesMs.map((time, i) => {
    const next = timesMs[i + 1] ?? time + usualMs;
    const pause = next - time > LONGEST_HOLD_MS;
    const untilMs = pause ? time + usualMs : next;
    let count = 0;
    // Half a step of slack: a source's times jitter around its rate.
    for (; clockMs + stepMs / 2 < untilMs + CLOCK_MS; clockMs += stepMs) count++;
    if (pause) clockMs = next;
    return count;
  });
}
