import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withSecretFiles } from './secret-files.ts';

const folder = await mkdtemp(join(tmpdir(), 'wayside-secrets-'));
afterAll(() => rm(folder, { recursive: true }));
const file = async (text: string): Promise<string> => {
  const path = join(folder, `secret-${text.length}`);
  await writeFile(path, text);
  return path;
};

test('an environment without files stays as it is', () => {
  const env = { WAYSIDE_DATA: '/data', WAYSIDE_DATABASE_URL: 'postgres://db/wayside' };
  expect(withSecretFiles(env)).toEqual(env);
});

test('a file’s text is the secret, less the end of its last line', async () => {
  const env = {
    WAYSIDE_KEEPER_WORKER_TOKEN_FILE: await file('token with a space \n'),
    WAYSIDE_S3_SECRET_KEY_FILE: await file('key'),
    WAYSIDE_DATABASE_URL_FILE: '',
  };
  expect(withSecretFiles(env)).toEqual({
    ...env,
    WAYSIDE_KEEPER_WORKER_TOKEN: 'token with a space ',
    WAYSIDE_S3_SECRET_KEY: 'key',
  });
});

test('every file that is of no use is named, and what is given twice', async () => {
  const env = {
    WAYSIDE_DATABASE_URL_FILE: join(folder, 'none'),
    WAYSIDE_JOBS_URL_FILE: await file('\n'),
    WAYSIDE_S3_ACCESS_KEY: 'one',
    WAYSIDE_S3_ACCESS_KEY_FILE: await file('another'),
  };
  expect(() => withSecretFiles(env)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(
        /WAYSIDE_DATABASE_URL_FILE.*WAYSIDE_JOBS_URL_FILE.*WAYSIDE_S3_ACCESS_KEY and/,
      ) as string,
    }),
  );
});
