import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Check } from 'typebox/value';
import { WaysideError } from '../../pipeline/errors.ts';
import { configPath, configProblems, type ConfigFile } from '../config.ts';
import { invalidConfig, parseYaml } from '../config-problems.ts';
import { CameraFile } from './camera-file.ts';
import { passwordFilesOf, resolveCameras, type ConfiguredCamera } from './resolve-cameras.ts';
import type { Environment } from './variables.ts';

export interface CamerasOfFile {
  readonly cameras: readonly ConfiguredCamera[];
  /** The password files that they depend on. */
  readonly passwordFiles: readonly string[];
}

/**
 * The cameras of wayside.yaml, or of the file that WAYSIDE_CONFIG names, with their secrets; none where
 * there is no such file and none was named.
 * @throws WaysideError CONFIG_INVALID naming every bad key of the file, unset variables and password files
 *   that can't be read among them; FILE_MISSING
 */
export function readCameras(env: Environment): CamerasOfFile {
  const { path, isNamed } = configPath(env);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent && !isNamed) return { cameras: [], passwordFiles: [] };
    throw new WaysideError('FILE_MISSING', `the configuration ${path} can’t be read`, { cause });
  }
  return camerasFrom(text, path, env);
}

/** @throws WaysideError CONFIG_INVALID */
export function camerasFrom(text: string, path: string, env: Environment): CamerasOfFile {
  const file = parseYaml(text, path);
  const problems = configProblems(file);
  const { cameras: listed, region = 'auto' } = file as ConfigFile;
  // Of what is wrong all is told at once, so the good entries beside the bad ones are looked at too.
  const entries = (Array.isArray(listed) ? (listed as unknown[]) : []).map((camera) =>
    Check(CameraFile, camera) ? camera : null,
  );
  const folder = dirname(path);
  const resolved = resolveCameras(entries, { env, folder, defaultRegion: region });
  const all = new Set([...problems, ...resolved.problems]);
  if (all.size > 0) throw invalidConfig(path, [...all]);
  const known = entries.filter((camera) => camera !== null);
  return { cameras: resolved.cameras, passwordFiles: passwordFilesOf(known, folder) };
}
