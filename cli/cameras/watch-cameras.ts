import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { WaysideError } from '../../pipeline/errors.ts';
import type { CameraSources } from '../../workers/ingest/camera-source.ts';
import { configPath } from '../config.ts';
import type { CameraParticulars } from './camera-particulars.ts';
import { readCameras, readParticulars, type CamerasOfFile } from './read-cameras.ts';
import type { Environment } from './variables.ts';

const POLL_MS = 1000;
const ABSENT = 'absent';

export interface WatchOptions {
  /** Told what is wrong with the file, once for as long as it is the same; the cameras stay as they were. */
  readonly onTrouble: (error: unknown) => void;
  readonly pollMs?: number;
}

/** The cameras of the file as it stands, followed while the process runs. */
export interface WatchedParticulars {
  /** What the `camera` table gets: for `syncCameras`, at the start and after each change. */
  particulars(): readonly CameraParticulars[];
  /** Calls the listener after each change. @returns stops that */
  onChange(listener: () => void): () => void;
  /** After it no listener is called. */
  stop(): void;
}

/** With what ingest needs of them. */
export interface WatchedCameras extends CameraSources, WatchedParticulars {}

/**
 * Reads the cameras of the configuration, and again whenever the file, or a password file that it names,
 * has changed and come to rest. It is looked at every second, which sees what editors and orchestrators do
 * by renaming too, on every file system. A file that is broken or gone changes nothing: an empty list says
 * that there are no cameras. Variables of the environment are those of the start.
 * @throws WaysideError CONFIG_INVALID, FILE_MISSING: of the first reading
 */
export function watchCameras(env: Environment, options: WatchOptions): WatchedCameras {
  const { known, ...watched } = watchWith(readCameras, env, options);
  return {
    current: () => known().map(({ source }) => source),
    particulars: () => known().map(({ particulars }) => particulars),
    ...watched,
  };
}

/** As `watchCameras`, for a process that has no camera's secrets. */
export function watchParticulars(env: Environment, options: WatchOptions): WatchedParticulars {
  const { known, ...watched } = watchWith(readParticulars, env, options);
  return { particulars: known, ...watched };
}

function watchWith<T>(
  read: (env: Environment) => CamerasOfFile<T>,
  env: Environment,
  { onTrouble, pollMs = POLL_MS }: WatchOptions,
) {
  const { path } = configPath(env);
  const listeners = new Set<() => void>();
  // Taken before the file is read: what is written meanwhile is a change that comes after.
  let taken = stateOf([path]);
  let seen = taken;
  let known = read(env);
  let trouble: string | null = null;

  const reread = (state: string): void => {
    taken = state;
    try {
      if (stateOf([path]) === ABSENT) throw new WaysideError('FILE_MISSING', `${path} is gone`);
      const next = read(env);
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
    known: () => known.cameras,
    onChange(listener: () => void) {
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
