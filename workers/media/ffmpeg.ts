import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';

/** How many lines of stderr are kept: the first (what the input is) and the last (how it ended). */
const KEPT_HEAD_LINES = 200;
const KEPT_TAIL_LINES = 200;
const KEPT_ERRORS = 20;

/** How a run of ffmpeg ended. */
export interface FfmpegEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** Lines of stderr with their `[level]` marks; the middle of a long log is left out. */
  readonly log: readonly string[];
  /** The first lines at level error or fatal, marks removed. */
  readonly errors: readonly string[];
}

export interface FfmpegRun {
  /** What is written to `pipe:1`. */
  readonly stdout: Readable;
  /** What is written to `pipe:3`. */
  readonly side: Readable;
  /** Settles once the process has ended and its pipes are drained; rejects only as below. */
  readonly ended: Promise<FfmpegEnd>;
  /** Asks it to finish what it writes; it doesn't while it waits for input. */
  finish(): void;
  kill(): void;
}

export interface FfmpegRunOptions {
  readonly signal?: AbortSignal | undefined;
  /** For its standard input, which is closed otherwise. */
  readonly input?: Readable | null;
  /** Called for each whole line of stderr as it comes. */
  readonly onLogLine?: (line: string) => void;
}

/** What every run starts with: no terminal, no progress line, log lines that say their level. */
export const QUIET_ARGV = [
  '-hide_banner',
  '-nostdin',
  '-nostats',
  '-loglevel',
  'level+verbose',
] as const;

/**
 * Reads a local file and nothing else: a playlist dressed up as a video can't reach the network.
 * Rotation is left to the caller, so that it is the same for every version and container.
 */
export function inputArgv(path: string): string[] {
  return ['-noautorotate', '-protocol_whitelist', 'file', '-i', `file:${resolve(path)}`];
}

/**
 * Runs ffmpeg. Killed when the signal aborts.
 * `ended` rejects with WaysideError FFMPEG_MISSING (it can't be started) or INTERRUPTED (aborted).
 */
export function runFfmpeg(
  ffmpeg: Ffmpeg,
  argv: readonly string[],
  { signal, input = null, onLogLine }: FfmpegRunOptions = {},
): FfmpegRun {
  const child = spawn(ffmpeg.path, argv, {
    stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stdout = child.stdout!;
  const side = child.stdio[3] as Readable;
  const log = new LogTail(onLogLine);
  // Whichever side ends it: the input's owner and `ended` tell why.
  if (input !== null) pipeline(input, child.stdin!, () => undefined);
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    log.add(text);
  });
  // A pipe that breaks because the process was killed is told by `ended`.
  stdout.on('error', () => undefined);
  side.on('error', () => undefined);

  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const ended = new Promise<FfmpegEnd>((settle, fail) => {
    const interrupted = (): WaysideError =>
      new WaysideError('INTERRUPTED', 'Reading the video was interrupted.', {
        cause: signal?.reason,
      });
    const forget = (): void => {
      signal?.removeEventListener('abort', kill);
    };
    child.once('error', (cause) => {
      forget();
      fail(
        new WaysideError('FFMPEG_MISSING', `${ffmpeg.path} can't be started.`, {
          details: { path: ffmpeg.path },
          cause,
        }),
      );
    });
    child.once('close', (exitCode) => {
      forget();
      if (signal?.aborted === true) fail(interrupted());
      else settle({ exitCode, ...log.read() });
    });
  });
  ended.catch(() => undefined);
  if (signal?.aborted === true) kill();
  else signal?.addEventListener('abort', kill, { once: true });
  const finish = (): void => {
    child.kill('SIGTERM');
  };
  return { stdout, side, ended, finish, kill };
}

/** Keeps what is needed of a log of any length. */
class LogTail {
  readonly #head: string[] = [];
  readonly #errors: string[] = [];
  readonly #onLine: ((line: string) => void) | undefined;
  #tail: string[] = [];
  #rest = '';

  constructor(onLine: ((line: string) => void) | undefined) {
    this.#onLine = onLine;
  }

  add(text: string): void {
    const lines = (this.#rest + text).split(/[\r\n]+/);
    this.#rest = lines.pop()!.slice(-65_536);
    for (const line of lines) this.#keep(line);
  }

  read(): Pick<FfmpegEnd, 'log' | 'errors'> {
    if (this.#rest !== '') this.#keep(this.#rest);
    this.#rest = '';
    return { log: [...this.#head, ...this.#tail], errors: this.#errors };
  }

  #keep(line: string): void {
    this.#onLine?.(line);
    if (/\[(error|fatal|panic)\]/.test(line) && this.#errors.length < KEPT_ERRORS) {
      this.#errors.push(
        line.replace(/ ?@ 0x[0-9a-f]+/g, '').replace(/\[(error|fatal|panic)\] /, ''),
      );
    }
    if (this.#head.length < KEPT_HEAD_LINES) this.#head.push(line);
    else this.#tail.push(line);
    if (this.#tail.length > 2 * KEPT_TAIL_LINES) this.#tail = this.#tail.slice(-KEPT_TAIL_LINES);
  }
}
