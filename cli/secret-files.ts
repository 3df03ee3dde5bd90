import { readFileSync } from 'node:fs';
import { WaysideError } from '../pipeline/errors.ts';

/** What the environment holds that must not be seen. */
const SECRETS = [
  'WAYSIDE_DATABASE_URL',
  'WAYSIDE_KEEPER_DATABASE_URL',
  'WAYSIDE_OWNER_DATABASE_URL',
  'WAYSIDE_JOBS_URL',
  'WAYSIDE_S3_ACCESS_KEY',
  'WAYSIDE_S3_SECRET_KEY',
  'WAYSIDE_OIDC_CLIENT_SECRET',
  'WAYSIDE_KEEPER_WORKER_TOKEN',
  'WAYSIDE_KEEPER_OPERATOR_TOKEN',
  'WAYSIDE_KEEPER_FINGERPRINT',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with each secret that `NAME_FILE` names a file for, as containers get theirs. A
 * line's end at the end of the file doesn't count.
 *
 * @throws WaysideError CONFIG_INVALID naming every variable whose file can't be read or is empty, and
 *   those that are given both ways
 */
export function withSecretFiles(env: Environment): Environment {
  const read: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (file === undefined || file === '') continue;
    if (env[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set`);
      continue;
    }
    const secret = contentsOf(file);
    if (secret === null) problems.push(`${name}_FILE: ${file} can’t be read or is empty`);
    else read[name] = secret;
  }
  if (problems.length === 0) return { ...env, ...read };
  throw new WaysideError('CONFIG_INVALID', problems.join('; '), { details: { problems } });
}

/** Null: nothing there. */
function contentsOf(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? null : text;
  } catch {
    return null;
  }
}
