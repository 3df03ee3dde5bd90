import { readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';
import { replaceSecretFile } from './secret-file.ts';

/**
 * A small JSON file of the keeper's folder. What others write there counts from the next look on; a
 * look costs one `stat` while nothing changed.
 */
export interface FolderFile<T> {
  /** The same object until the file changes. Throws KEYRING_INVALID for a damaged one. */
  current(): T;
  /** One change at a time; on disk when it returns. */
  change(update: (contents: T) => T): Promise<void>;
}

/** `empty`: what a file that isn't there holds. */
export function folderFile<S extends TSchema>(
  file: string,
  schema: S,
  empty: Static<S>,
): FolderFile<Static<S>> {
  let seen: { readonly version: string | null; readonly contents: Static<S> } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const current = (): Static<S> => {
    const version = versionOf(file);
    if (seen?.version !== version) {
      seen = { version, contents: version === null ? empty : read(file, schema) };
    }
    return seen.contents;
  };
  return {
    current,
    change(update) {
      const changed = turn.then(async () => {
        const contents = update(current());
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await replaceSecretFile(file, JSON.stringify(contents));
      });
      turn = changed.catch(() => undefined);
      return changed;
    },
  };
}

/** Null: no such file. */
function versionOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}

function read<S extends TSchema>(file: string, schema: S): Static<S> {
  let cause: unknown;
  try {
    const contents: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Check(schema, contents)) return contents;
  } catch (error) {
    cause = error;
  }
  throw new WaysideError('KEYRING_INVALID', `${file} is damaged or can't be read`, { cause });
}
