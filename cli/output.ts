import { SingleBar } from 'cli-progress';
import { ERROR_CATALOGUE, WaysideError } from '../pipeline/errors.ts';

/** What the commands say. JSON lines for machines go to stdout alone; people read both streams. */
export interface Output {
  readonly json: boolean;
  /** A result: a JSON line with `--json`, else the text. */
  result(record: Readonly<Record<string, unknown>>, text: string): void;
  /** Something worth knowing that is no result: stderr, in both modes. */
  note(text: string): void;
  /** How far long work is: a bar on a terminal, a JSON line with `--json`, else nothing. */
  progress(record: Readonly<Record<string, unknown>>, label: string, fraction: number): void;
  /** Takes the bar away, so that what follows starts on a clean line. */
  endProgress(): void;
}

export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export function createOutput(json: boolean, streams: Streams = process): Output {
  const { stdout, stderr } = streams;
  let bar: SingleBar | null = null;
  const endProgress = () => {
    bar?.stop();
    bar = null;
  };
  return {
    json,
    result(record, text) {
      endProgress();
      stdout.write(`${json ? JSON.stringify(record) : text}\n`);
    },
    note(text) {
      endProgress();
      stderr.write(`${text}\n`);
    },
    progress(record, label, fraction) {
      if (json) {
        stdout.write(`${JSON.stringify(record)}\n`);
        return;
      }
      if (stderr.isTTY !== true) return;
      if (bar === null) {
        bar = new SingleBar({
          format: '{label} {bar} {percentage}%',
          stream: stderr,
          hideCursor: true,
          clearOnComplete: true,
        });
        bar.start(100, 0, { label });
      }
      bar.update(Math.round(Math.min(1, Math.max(0, fraction)) * 100), { label });
    },
    endProgress,
  };
}

/** The error as one record: code, message, what to do. Unknown errors become INTERNAL. */
export function errorRecord(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
} {
  const known = asWaysideError(error);
  return {
    code: known.code,
    message: known.message,
    remedy: known.remedy,
    retryable: known.retryable,
    details: known.details,
  };
}

export function asWaysideError(error: unknown): WaysideError {
  if (error instanceof WaysideError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC') {
    return new WaysideError('DISK_FULL', `no space left: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new WaysideError('INTERNAL', message, { cause: error });
}

/** Prints the error for people or machines and gives the exit code. */
export function reportError(
  output: Output,
  error: unknown,
  context: Record<string, unknown> = {},
): 1 | 2 {
  const known = asWaysideError(error);
  const record = errorRecord(known);
  output.endProgress();
  if (output.json) output.result({ type: 'error', ...context, ...record }, '');
  else output.note(`error ${record.code}: ${record.message}\n  ${record.remedy}`);
  if (known.code === 'INTERNAL' && process.env.WAYSIDE_DEBUG !== undefined) {
    output.note((known.cause as Error | undefined)?.stack ?? '');
  }
  return ERROR_CATALOGUE[known.code].exitCode;
}
