import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Check } from 'typebox/value';
import { WaysideError } from '../../pipeline/errors.ts';
import { configPath, configProblems, type ConfigFile } from '../config.ts';
import { invalidConfig, parseYaml } from '../config-problems.ts';
import { CameraFile } from './camera-file.ts';
import { cameraParticulars, type CameraParticulars } from './camera-particulars.ts';
import { passwordFilesOf, resolveCameras, type ConfiguredCamera } from './resolve-cameras.ts';
import type { Environment } from './variables.ts';

export interface CamerasOfFile<T> {
  readonly cameras: readonly T[];
  /** The password files that they depend on. */
  readonly passwordFiles: readonly string[];
}

/**
 * The cameras of wayside.yaml, or of the file that WAYSIDE_CONFIG names, with their secrets; none where
 * there is no such file and none was named.
 * @throws WaysideError CONFIG_INVALID naming every bad key of the file, unset variables and password files
 *   that can't be read among them; FILE_MISSING
 */
export function readCameras(env: Environment): CamerasOfFile<ConfiguredCamera> {
  const { text, path } = readText(env);
  return camerasFrom(text, path, env);
}

/**
 * What there is to know of the same cameras without any secret, for a process that connects to none:
 * variables, password files and the files of `file://` addresses needn't be there.
 * @throws WaysideError CONFIG_INVALID naming every bad key of the file; FILE_MISSING
 */
export function readParticulars(env: Environment): CamerasOfFile<CameraParticulars> {
  const { text, path } = readText(env);
  return { cameras: particularsFrom(text, path), passwordFiles: [] };
}

/** @throws WaysideError CONFIG_INVALID */
export function camerasFrom(
  text: string,
  path: string,
  env: Environment,
): CamerasOfFile<ConfiguredCamera> {
  const { problems, entries, region } = parseCameras(text, path);
  const folder = dirname(path);
  const resolved = resolveCameras(entries, { env, folder, defaultRegion: region });
  const all = new Set([...problems, ...resolved.problems]);
  if (all.size > 0) throw invalidConfig(path, [...all]);
  const known = entries.filter((camera) => camera !== null);
  return { cameras: resolved.cameras, passwordFiles: passwordFilesOf(known, folder) };
}

/** @throws WaysideError CONFIG_INVALID */
export function particularsFrom(text: string, path: string): CameraParticulars[] {
  const { problems, entries, region } = parseCameras(text, path);
  if (problems.length > 0) throw invalidConfig(path, problems);
  return entries.flatMap((camera) => (camera === null ? [] : [cameraParticulars(camera, region)]));
}

function readText(env: Environment): { readonly text: string; readonly path: string } {
  const { path, isNamed } = configPath(env);
  try {
    return { text: readFileSync(path, 'utf8'), path };
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent && !isNamed) return { text: '', path };
    throw new WaysideError('FILE_MISSING', `the configuration ${path} can’t be read`, { cause });
  }
}

/** Null for a bad entry: of what is wrong all is told at once, so the good ones are looked at too. */
function parseCameras(text: string, path: string) {
  const file = parseYaml(text, path);
  const { cameras: listed, region = 'auto' } = file as ConfigFile;
  const entries = (Array.isArray(listed) ? (listed as unknown[]) : []).map((camera) =>
    Check(CameraFile, camera) ? camera : null,
  );
  return { problems: configProblems(file), entries, region };
}
