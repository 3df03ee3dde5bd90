/**
 * The thread that one network runs in: onnxruntime-node computes on the thread that calls it, and the
 * caller's has frames to read and tracks to follow meanwhile. Plain JavaScript, so that it starts
 * without a loader. See `session.ts`, its only user.
 */
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';

const session = await ort.InferenceSession.create(workerData.weights, workerData.options);

parentPort.on('message', async ({ id, inputs }) => {
  try {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([key, t]) => [key, new ort.Tensor('float32', t.data, t.dims)]),
    );
    const results = await session.run(feeds);
    const outputs = Object.fromEntries(
      // Copied: the runtime's own memory can't be handed to another thread.
      Object.entries(results).map(([key, t]) => [key, { data: t.data.slice(), dims: [...t.dims] }]),
    );
    const buffers = Object.values(outputs).map(({ data }) => data.buffer);
    parentPort.postMessage({ id, outputs }, buffers);
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
parentPort.postMessage({ ready: true });
