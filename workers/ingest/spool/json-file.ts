import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** Writes it whole or not at all, even when this process is killed meanwhile. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  const aside = `${path}.partial`;
  await writeFile(aside, JSON.stringify(value), { mode: 0o600 });
  await rename(aside, path);
}

/** Null when there is no such file, or what it holds isn't of this shape. */
export async function readJsonFile<Schema extends TSchema>(
  path: string,
  schema: Schema,
): Promise<Static<Schema> | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Value.Check(schema, value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
