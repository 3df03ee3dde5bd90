import path from 'node:path';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { WaysideError } from '../pipeline/errors.ts';
import { parseKeeperConfig } from './keeper-config.ts';
import { runKeeper } from './run-keeper.ts';

/**
 * The keeper's process. `main.ts FILE` reads its settings from a JSON file; `main.ts --embedded` from
 * the first line of standard input, and ends when that closes, as it does when its parent is killed.
 * Says `{"ready":true,…}` or `{"error":…}` in one line on standard output, and `{"standby":true}`
 * before while another keeper works.
 */
async function main(argument: string | undefined): Promise<void> {
  const embedded = argument === '--embedded';
  const stop = new AbortController();
  process.once('SIGTERM', () => {
    stop.abort();
  });
  // Ctrl-C reaches the whole process group; an embedded keeper outlives its parent's last calls.
  process.on('SIGINT', () => {
    if (!embedded) stop.abort();
  });
  if (embedded) {
    for (const event of ['end', 'close']) {
      process.stdin.once(event, () => {
        stop.abort();
      });
    }
  }
  const config = parseKeeperConfig(
    embedded ? await firstLineOfStdin() : await readSettings(argument),
  );
  await runKeeper(
    { ...config, folder: path.resolve(config.folder) },
    {
      signal: stop.signal,
      onStandby: () => {
        say({ standby: true });
      },
      onReady: (places) => {
        say({ ready: true, ...places });
      },
    },
  );
}

function say(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function readSettings(file: string | undefined): Promise<string> {
  if (file === undefined) throw new WaysideError('USAGE', 'give the keeper its settings file');
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new WaysideError('FILE_MISSING', `the keeper's settings ${file} can't be read`, {
      details: { file },
      cause,
    });
  }
}

function firstLineOfStdin(): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin });
    lines.once('line', (line) => {
      resolve(line);
    });
    lines.once('close', () => {
      resolve('');
    });
  });
}

try {
  await main(process.argv[2]);
  process.exit(0);
} catch (error) {
  const { code, message, details, exitCode } =
    error instanceof WaysideError
      ? error
      : new WaysideError('INTERNAL', `the keeper failed: ${String(error)}`);
  process.stdout.write(`${JSON.stringify({ error: { code, message, details } })}\n`, () => {
    process.exit(exitCode);
  });
}
