import * as ort from 'onnxruntime-node';
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

/** @throws WaysideError MODEL_MISSING, MODEL_CORRUPT */
export async function loadSession(name: ModelName, options: SessionOptions): Promise<ModelSession> {
  const session = await ort.InferenceSession.create(await readWeights(name), {
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Crops vary in size: an arena that keeps every size ever seen grows without bound.
    enableMemPattern: false,
    logSeverityLevel: 3,
    // Several networks take turns: threads of one that spin while they wait take the cores from another.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return {
    name,
    async run(inputs) {
      options.onRun?.({ model: name, dims: shapesOf(inputs) });
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([key, t]) => [key, new ort.Tensor('float32', t.data, t.dims)]),
      );
      try {
        const outputs = await session.run(feeds);
        return Object.fromEntries(
          Object.entries(outputs).map(([key, t]) => [
            key,
            { data: t.data as Float32Array, dims: t.dims },
          ]),
        );
      } catch (cause) {
        const shapes = Object.entries(inputs).map(([key, t]) => `${key} ${t.dims.join('×')}`);
        throw new WaysideError('TENSOR_SHAPE', `${name} refused ${shapes.join(', ')}`, { cause });
      }
    },
    release: () => session.release(),
  };
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
