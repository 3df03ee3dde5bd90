import path from 'node:path';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { WaysideError } from '../pipeline/errors.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { keepRetentionRegularly } from './keep-retention.ts';
import { parseKeeperConfig } from './keeper-config.ts';
import { openKeeperState } from './keeper-state.ts';
import { serveKeeper } from './server.ts';

/**
 * The keeper's process. `main.ts FILE` reads its settings from a JSON file; `main.ts --embedded` from
 * the first line of standard input, and ends when that closes, as it does when its parent is killed.
 * Says `{"ready":true,…}` or `{"error":…}` in one line on standard output.
 */
async function main(argument: string | undefined): Promise<void> {
  const embedded = argument === '--embedded';
  const stop = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => {
      resolve();
    });
    // Ctrl-C reaches the whole process group; an embedded keeper outlives its parent's last calls.
    process.on('SIGINT', () => {
      if (!embedded) resolve();
    });
    if (embedded) {
      process.stdin.once('end', resolve);
      process.stdin.once('close', resolve);
    }
  });
  const config = parseKeeperConfig(
    embedded ? await firstLineOfStdin() : await readSettings(argument),
  );
  const folder = path.resolve(config.folder);
  const socketPath = path.resolve(config.socketPath ?? keeperPaths(folder).socket);
  const keeper = await openKeeperState({ ...config, folder }, Date.now);
  const retention = keepRetentionRegularly(keeper);
  try {
    const server = await serveKeeper(keeper, socketPath, config.groupAccess ?? false);
    process.stdout.write(`${JSON.stringify({ ready: true, socketPath })}\n`);
    await stop;
    await server.close();
  } finally {
    retention.stop();
    await keeper.audit.close();
  }
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
