import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import { WaysideError } from '../pipeline/errors.ts';
import { readWeights, type ModelName } from './weights.ts';

export interface SessionOptions {
  /** Threads inside one inference. */
  readonly threads: number;
  /** Told of every inference before it starts, for measuring. */
  readonly onRun?: (call: InferenceCall) => void;
}

/** One inference: which network, and the shape of each input. */
export interface InferenceCall {
  readonly model: ModelName;
  readonly dims: Readonly<Record<string, readonly number[]>>;
}

export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** One loaded network: float32 tensors in, float32 tensors out, by name. */
export interface ModelSession {
  readonly name: ModelName;
  /** @throws WaysideError TENSOR_SHAPE when the network refuses the tensors. */
  run(inputs: Readonly<Record<string, FloatTensor>>): Promise<Record<string, FloatTensor>>;
  release(): Promise<void>;
}

type Tensors = Readonly<Record<string, FloatTensor>>;

/** What the thread says: ready once, then an answer a run. */
type ThreadMessage =
  | { readonly ready: true }
  | { readonly id: number; readonly outputs: Record<string, FloatTensor> }
  | { readonly id: number; readonly error: string };

/**
 * Loads the network into a thread of its own. Runs of one session come one after the other, those of
 * several side by side. An idle session keeps no process alive.
 * @throws WaysideError MODEL_MISSING, MODEL_CORRUPT
 */
export async function loadSession(name: ModelName, options: SessionOptions): Promise<ModelSession> {
  const weights = await readWeights(name);
  const thread = new Worker(new URL('./session-thread.mjs', import.meta.url), {
    workerData: { weights, options: runtimeOptions(options.threads) },
    // No loader of the caller's: the thread needs none, and starts faster without.
    execArgv: [],
  });
  await becomesReady(thread, name);

  const waiting = new Map<number, (message: ThreadMessage) => void>();
  let lastId = 0;
  thread.on('message', (message: ThreadMessage) => {
    if ('id' in message) waiting.get(message.id)?.(message);
  });
  const fail = (error: unknown): void => {
    for (const [id, settle] of waiting) settle({ id, error: String(error) });
  };
  thread.on('error', fail);
  thread.on('exit', () => {
    fail('its thread has ended');
  });
  thread.unref();

  const ask = (inputs: Tensors): Promise<ThreadMessage> => {
    const id = ++lastId;
    if (waiting.size === 0) thread.ref();
    return new Promise((resolve) => {
      waiting.set(id, (message) => {
        waiting.delete(id);
        if (waiting.size === 0) thread.unref();
        resolve(message);
      });
      thread.postMessage({ id, inputs });
    });
  };
  return {
    name,
    async run(inputs) {
      options.onRun?.({ model: name, dims: shapesOf(inputs) });
      const answer = await ask(inputs);
      if ('outputs' in answer) return answer.outputs;
      const shapes = Object.entries(inputs).map(([key, t]) => `${key} ${t.dims.join('×')}`);
      const cause = 'error' in answer ? answer.error : undefined;
      throw new WaysideError('TENSOR_SHAPE', `${name} refused ${shapes.join(', ')}`, { cause });
    },
    async release() {
      await thread.terminate();
    },
  };
}

function runtimeOptions(threads: number): InferenceSession.SessionOptions {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Crops vary in size: an arena that keeps every size ever seen grows without bound.
    enableMemPattern: false,
    logSeverityLevel: 3,
    // Several networks take turns: threads of one that spin while they wait take the cores from another.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** @throws WaysideError MODEL_CORRUPT when the runtime can't make a network of the weights. */
async function becomesReady(thread: Worker, name: ModelName): Promise<void> {
  try {
    await once(thread, 'message');
  } catch (cause) {
    throw new WaysideError('MODEL_CORRUPT', `onnxruntime can’t load ${name}`, { cause });
  }
}

function shapesOf(inputs: Readonly<Record<string, FloatTensor>>): InferenceCall['dims'] {
  return Object.fromEntries(Object.entries(inputs).map(([key, t]) => [key, t.dims]));
}

/**
 * The named output, if it has the expected shape (-1: any size).
 * @throws WaysideError TENSOR_SHAPE, with expected and actual
 */
export function expectOutput(
  model: ModelName,
  outputs: Readonly<Record<string, FloatTensor>>,
  output: string,
  expected: readonly number[],
): FloatTensor {
  const tensor = outputs[output];
  const actual = tensor?.dims ?? [];
  const fits =
    actual.length === expected.length &&
    expected.every((size, i) => size === -1 || size === actual[i]);
  if (tensor === undefined || !fits) {
    throw new WaysideError(
      'TENSOR_SHAPE',
      `${model} output ${output}: expected ${expected.join('×')}, got ${actual.join('×') || 'nothing'}`,
      { details: { model, output, expected, actual } },
    );
  }
  return tensor;
}
