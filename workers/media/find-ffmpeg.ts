import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import packaged from '@ffmpeg-installer/ffmpeg';
import { WaysideError } from '../../pipeline/errors.ts';

const execFileAsync = promisify(execFile);

/** An ffmpeg that ran, and what it calls the options that were renamed over the years. */
export interface Ffmpeg {
  readonly path: string;
  /** As it prints it: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`, … */
  readonly version: string;
  readonly source: 'override' | 'path' | 'packaged';
  /** Passes each frame on with its own time: `-vsync` until 5.0, `-fps_mode` since 5.1. */
  readonly frameTimingOption: '-vsync' | '-fps_mode';
}

const found = new Map<string, Promise<Ffmpeg>>();

/**
 * The ffmpeg to use: `WAYSIDE_FFMPEG` where set, else the first on the PATH, else the one that
 * comes with `@ffmpeg-installer/ffmpeg`. Looked for once per environment.
 * @throws WaysideError FFMPEG_MISSING when none of them runs.
 */
export function findFfmpeg(env: NodeJS.ProcessEnv = process.env): Promise<Ffmpeg> {
  const key = `${env.WAYSIDE_FFMPEG ?? ''}\n${env.PATH ?? ''}`;
  let search = found.get(key);
  if (search === undefined) {
    search = locate(env);
    found.set(key, search);
    search.catch(() => found.delete(key));
  }
  return search;
}

async function locate(env: NodeJS.ProcessEnv): Promise<Ffmpeg> {
  const override = env.WAYSIDE_FFMPEG;
  const candidates: readonly (readonly [string, Ffmpeg['source']])[] =
    override !== undefined && override !== ''
      ? [[override, 'override']]
      : [
          ...(env.PATH ?? '')
            .split(delimiter)
            .filter((folder) => folder !== '')
            .map((folder) => [join(folder, executableName()), 'path'] as const),
          [packaged.path, 'packaged'],
        ];
  const failures: string[] = [];
  for (const [path, source] of candidates) {
    try {
      await access(path, constants.X_OK);
    } catch {
      continue;
    }
    try {
      const { stdout } = await execFileAsync(path, ['-hide_banner', '-version'], {
        timeout: 20_000,
      });
      return { path, source, ...parseVersion(stdout) };
    } catch (cause) {
      failures.push(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  throw new WaysideError(
    'FFMPEG_MISSING',
    override !== undefined && override !== ''
      ? `WAYSIDE_FFMPEG is ${override}, which does not run.`
      : 'No ffmpeg on the PATH, and the packaged one is not there.',
    { details: { tried: candidates.map(([path]) => path), failures } },
  );
}

function executableName(): string {
  return process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
}

/**
 * What `ffmpeg -version` says. Builds from a git checkout have no release number, so the copyright
 * year decides for them (5.1 is of July 2022; what was built from 2023 on knows the new option).
 */
export function parseVersion(versionText: string): Pick<Ffmpeg, 'version' | 'frameTimingOption'> {
  const version = /^ffmpeg version (\S+)/m.exec(versionText)?.[1] ?? 'unknown';
  const release = /^n?(\d+)\.(\d+)/.exec(version);
  const year = Number(/Copyright \(c\) \d+-(\d+)/.exec(versionText)?.[1] ?? 0);
  const isNew =
    release === null
      ? year >= 2023
      : Number(release[1]) > 5 || (Number(release[1]) === 5 && Number(release[2]) >= 1);
  return { version, frameTimingOption: isNew ? '-fps_mode' : '-vsync' };
}
