import { spawn } from 'node:child_process';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Account } from './data-folder.ts';

const OUTPUT_LIMIT = 4_000;

/**
 * Runs a program to its end as the given account (null: as the caller), from a folder that the
 * account can enter, with nothing of the caller's PG… variables.
 *
 * @throws {WaysideError} DATA_FOLDER_UNUSABLE with the end of what the program printed
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { account, cwd }: { account: Account | null; cwd: string },
): Promise<void> {
  const { PATH, TMPDIR } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: { ...(PATH && { PATH }), ...(TMPDIR && { TMPDIR }), LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(account ?? {}),
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-OUTPUT_LIMIT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // On `exit`, not `close`: a server that pg_ctl started may inherit the pipes and hold them open.
  const failure = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(code === 0 ? null : `exit ${code ?? signal ?? 'unknown'}`);
    });
  });
  child.stdout.destroy();
  child.stderr.destroy();
  if (failure === null) return;
  throw new WaysideError(
    'DATA_FOLDER_UNUSABLE',
    `${program} failed (${failure}): ${output.trim()}`,
    { details: { program, output: output.trim() } },
  );
}
