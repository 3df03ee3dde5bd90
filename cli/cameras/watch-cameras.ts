import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { WaysideError } from '../../pipeline/errors.ts';
import type { CameraSources } from '../../workers/ingest/camera-source.ts';
import { configPath } from '../config.ts';
import { readCameras } from './read-cameras.ts';
import type { ConfiguredCamera } from './resolve-cameras.ts';
import type { Environment } from './variables.ts';

const POLL_MS = 1000;
const ABSENT = 'absent';

export interface WatchOptions {
  /** Told what is wrong with the file, once for as long as it is the same; the cameras stay as they were. */
  readonly onTrouble: (error: unknown) => void;
  readonly pollMs?: number;
}

/** The cameras of the file as it stands, followed while the process runs. */
export interface WatchedCameras extends CameraSources {
  /** With what the `camera` table gets: for `syncCameras`, at the start and after each change. */
  configured(): readonly ConfiguredCamera[];
  /** After it no listener is called. */
  stop(): void;
}

/**
 * Reads the cameras of the configuration, and again whenever the file, or a password file that it names,
 * has changed and come to rest. It is looked at every second, which sees what editors and orchestrators do
 * by renaming too, on every file system. A file that is broken or gone changes nothing: an empty list says
 * that there are no cameras. Variables of the environment are those of the start.
 * @throws WaysideError CONFIG_INVALID, FILE_MISSING: of the first reading
 */
export function watchCameras(
  env: Environment,
  { onTrouble, pollMs = POLL_MS }: WatchOptions,
): WatchedCameras {
  const { path } = configPath(env);
  const listeners = new Set<() => void>();
  // Taken before the file is read: what is written meanwhile is a change that comes after.
  let taken = stateOf([path]);
  let seen = taken;
  let known = readCameras(env);
  let trouble: string | null = null;

  const reread = (state: string): void => {
    taken = state;
    try {
      if (stateOf([path]) === ABSENT) throw new WaysideError('FILE_MISSING', `${path} is gone`);
      const next = readCameras(env);
      const isChanged = !isDeepStrictEqual(next.cameras, known.cameras);
      known = next;
      trouble = null;
      if (isChanged) for (const listener of listeners) listener();
    } catch (error) {
      const message = String(error);
      if (message !== trouble) onTrouble(error);
      trouble = message;
    }
  };
  const timer = setInterval(() => {
    const state = stateOf([path, ...known.passwordFiles]);
    const isAtRest = state === seen;
    seen = state;
    // What is wrong may be put right beside the file, in a password file.
    if (isAtRest && (state !== taken || trouble !== null)) reread(state);
  }, pollMs);

  return {
    current: () => known.cameras.map(({ source }) => source),
    configured: () => known.cameras,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearInterval(timer);
      listeners.clear();
    },
  };
}

/** Another text for every change of the files: links are followed. */
function stateOf(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
      return stats === undefined ? ABSENT : `${stats.ino}:${stats.mtimeNs}:${stats.size}`;
    })
    .join(' ');
}
