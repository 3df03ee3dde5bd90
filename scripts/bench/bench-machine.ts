import { createRequire } from 'node:module';
import { cpus } from 'node:os';

/** What a figure was measured on. */
export interface BenchMachine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly onnxruntime: string;
}

const require = createRequire(import.meta.url);

export function benchMachine(): BenchMachine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    node: process.versions.node,
    onnxruntime: (require('onnxruntime-node/package.json') as { version: string }).version,
  };
}

/** The value below which `share` (0…1) of the values lie, nearest rank; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
