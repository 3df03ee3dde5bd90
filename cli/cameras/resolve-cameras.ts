import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CameraSource } from '../../workers/ingest/camera-source.ts';
import { cameraAddress, type CameraAddress, type Credentials } from './camera-address.ts';
import type { CameraFile } from './camera-file.ts';
import { cameraParticulars, type CameraParticulars } from './camera-particulars.ts';
import { fillVariables, variablesIn, type Environment } from './variables.ts';

export interface ConfiguredCamera {
  /** For ingest; holds secrets. */
  readonly source: CameraSource;
  readonly particulars: CameraParticulars;
}

export interface ResolvedCameras {
  readonly cameras: readonly ConfiguredCamera[];
  /** With its path, without any secret; those cameras are left out. */
  readonly problems: readonly string[];
}

/** Where a camera's file is read: its variables' values, and the folder that paths start from. */
export interface CameraSurroundings {
  readonly env: Environment;
  readonly folder: string;
  /** Where a camera names no region. */
  readonly defaultRegion: string;
}

const DEFAULT_SEGMENT_SECONDS = 2;
const MOST_PASSWORD_BYTES = 4096;

/**
 * The cameras with all that stands elsewhere: variables of the environment, password files. Null: an entry
 * that is passed over.
 */
export function resolveCameras(
  cameras: readonly (CameraFile | null)[],
  surroundings: CameraSurroundings,
): ResolvedCameras {
  const found: ConfiguredCamera[] = [];
  const problems: string[] = [];
  for (const [index, camera] of cameras.entries()) {
    if (camera === null) continue;
    const resolved = resolveCamera(camera, surroundings);
    if (!Array.isArray(resolved)) found.push(resolved);
    else problems.push(...resolved.map((problem) => `cameras[${index}].${problem}`));
  }
  return { cameras: found, problems };
}

/** Files beside wayside.yaml that the cameras' settings depend on. */
export function passwordFilesOf(cameras: readonly CameraFile[], folder: string): string[] {
  return cameras.flatMap(({ passwordFile }) =>
    passwordFile === undefined ? [] : [resolve(folder, passwordFile)],
  );
}

function resolveCamera(
  camera: CameraFile,
  { env, folder, defaultRegion }: CameraSurroundings,
): ConfiguredCamera | string[] {
  const problems: string[] = [];
  const { url, detectionUrl, user, password, passwordFile } = camera;
  for (const [key, value] of Object.entries({ url, detectionUrl, user, password })) {
    for (const name of variablesIn(value ?? '')) {
      if (!env[name]) problems.push(`${key}: the variable ${name} is not set`);
    }
  }
  const fromFile = passwordFile === undefined ? null : readPassword(resolve(folder, passwordFile));
  if (fromFile !== null && 'why' in fromFile) problems.push(`passwordFile: ${fromFile.why}`);
  if (problems.length > 0) return problems;

  const credentials: Credentials = {
    user: user === undefined ? null : fillVariables(user, env),
    password:
      fromFile !== null && 'password' in fromFile
        ? fromFile.password
        : password === undefined
          ? null
          : fillVariables(password, env),
  };
  const addressOf = (key: 'url' | 'detectionUrl', written: string): CameraAddress | null => {
    // Both streams are the same camera's; an address with a name of its own keeps it.
    const ownName = key === 'detectionUrl' && /^[a-z]+:\/\/[^/?#]*@/.test(written);
    const none = { user: null, password: null };
    const address = cameraAddress(written, ownName ? none : credentials, env);
    const why = typeof address === 'string' ? address : fileProblem(address.url);
    if (why === null) return address as CameraAddress;
    problems.push(`${key} ${why}`);
    return null;
  };
  const main = addressOf('url', url);
  const detection = detectionUrl === undefined ? null : addressOf('detectionUrl', detectionUrl);
  if (main === null || problems.length > 0) return problems;

  const { name, segmentSeconds = DEFAULT_SEGMENT_SECONDS } = camera;
  return {
    source: {
      cameraId: name,
      url: main.url,
      detectionUrl: detection?.url ?? null,
      segmentMs: Math.round(segmentSeconds * 1000),
      masks: camera.masks ?? [],
    },
    particulars: cameraParticulars(camera, defaultRegion, main.shown),
  };
}

/** Null: it isn't a file's address, or there is a file. */
function fileProblem(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  try {
    return statSync(fileURLToPath(url)).isFile() ? null : 'is no file';
  } catch {
    return 'can’t be opened: there is no such file';
  }
}

function readPassword(path: string): { readonly password: string } | { readonly why: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { why: `can’t be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
  }
  const password = text.replace(/\r?\n$/, '');
  if (password === '') return { why: 'is empty' };
  return password.length > MOST_PASSWORD_BYTES || /[\r\n]/.test(password)
    ? { why: 'holds more than a password: one line and nothing else' }
    : { password };
}
