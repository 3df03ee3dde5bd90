import { loadSession, type InferenceCall, type ModelSession } from '../../models/session.ts';
import type { ModelName } from '../../models/weights.ts';
import { FRAMES_AHEAD } from '../../pipeline/segment/detect-frames.ts';
import { prefetch } from '../../pipeline/segment/prefetch.ts';
import { decodeFrames } from '../../workers/media/frames.ts';
import type { MediaInfo } from '../../workers/media/media-info.ts';

/** The inferences of one analysed frame: those that look for objects, then those that read plates. */
export interface FrameCalls {
  readonly objects: readonly InferenceCall[];
  readonly plates: readonly InferenceCall[];
}

export type FloorSessions = ReadonlyMap<ModelName, ModelSession>;

const MODELS = [
  'nanodet-g',
  'ppocr-v4-det',
  'ppocr-v4-rec',
] as const satisfies readonly ModelName[];

export async function loadFloorSessions(threads: number): Promise<FloorSessions> {
  const sessions = await Promise.all(MODELS.map((name) => loadSession(name, { threads })));
  return new Map(sessions.map((session) => [session.name, session]));
}

/**
 * Wall time of what can't be saved: the file decoded, and for each frame inferences of the same networks
 * on tensors of the same shapes as the pipeline made there, overlapped as the pipeline overlaps them.
 * Nothing else is done with the frames.
 */
export async function measureFloorMs(
  path: string,
  analysisFps: number,
  info: MediaInfo,
  calls: readonly FrameCalls[],
  sessions: FloorSessions,
): Promise<number> {
  const startedMs = performance.now();
  for await (const frame of prefetch(
    lookedAt(path, analysisFps, info, calls, sessions),
    FRAMES_AHEAD,
  )) {
    await runAll(frame.plates, sessions);
  }
  return performance.now() - startedMs;
}

async function* lookedAt(
  path: string,
  analysisFps: number,
  info: MediaInfo,
  calls: readonly FrameCalls[],
  sessions: FloorSessions,
): AsyncGenerator<FrameCalls, void, void> {
  let i = 0;
  const frames = decodeFrames(path, { analysisFps, info })[Symbol.asyncIterator]();
  while ((await frames.next()).done !== true) {
    const frame = calls[i++] ?? { objects: [], plates: [] };
    await runAll(frame.objects, sessions);
    yield frame;
  }
}

async function runAll(calls: readonly InferenceCall[], sessions: FloorSessions): Promise<void> {
  for (const { model, dims } of calls) {
    const inputs = Object.fromEntries(
      Object.entries(dims).map(([key, shape]) => [key, { data: tensorOf(shape), dims: shape }]),
    );
    await sessions.get(model)!.run(inputs);
  }
}

const tensors = new Map<number, Float32Array>();

/** What is in it makes no difference to the time; made once a size. */
function tensorOf(dims: readonly number[]): Float32Array {
  const length = dims.reduce((product, side) => product * side, 1);
  const known = tensors.get(length) ?? Float32Array.from({ length }, (_, i) => ((i * 7) % 13) / 13);
  tensors.set(length, known);
  return known;
}
