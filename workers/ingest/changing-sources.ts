import type { CameraSource, CameraSources } from './camera-source.ts';

/** Sources that are told anew whenever they change. */
export interface ChangingSources extends CameraSources {
  change(sources: readonly CameraSource[]): void;
}

export function changingSources(first: readonly CameraSource[] = []): ChangingSources {
  const listeners = new Set<() => void>();
  let sources = first;
  return {
    current: () => sources,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(changed) {
      sources = changed;
      for (const listener of listeners) listener();
    },
  };
}
