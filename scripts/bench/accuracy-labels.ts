import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { WaysideError } from '../../pipeline/errors.ts';

const LABELS_FILE = 'labels.jsonl';

const LabelledImage = Type.Object({
  image: Type.String(),
  plates: Type.Array(
    Type.Object({
      text: Type.String(),
      box_xywh_px: Type.Optional(
        Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
      ),
    }),
  ),
});
export type LabelledImage = Static<typeof LabelledImage>;

/** A folder of photographs with a `labels.jsonl`, one line an image. */
export interface LabelledSet {
  readonly name: string;
  readonly folder: string;
  readonly images: readonly LabelledImage[];
}

/**
 * The labelled sets of a folder: itself, or those directly in it.
 *
 * @throws WaysideError FILE_MISSING when the folder isn't there or holds no labels, USAGE on a broken line
 */
export async function labelledSets(folder: string): Promise<LabelledSet[]> {
  const isFolder = await stat(folder).then(
    (s) => s.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new WaysideError('FILE_MISSING', `no folder ${folder}`);
  const own = await readSet(folder);
  if (own !== null) return [own];
  const entries = (await readdir(folder, { withFileTypes: true })).filter((e) => e.isDirectory());
  const names = entries.map(({ name }) => name).sort();
  const sets = await Promise.all(names.map((name) => readSet(join(folder, name))));
  const found = sets.filter((set) => set !== null);
  if (found.length === 0) {
    throw new WaysideError('FILE_MISSING', `no ${LABELS_FILE} in ${folder} or the folders in it`);
  }
  return found;
}

async function readSet(folder: string): Promise<LabelledSet | null> {
  const path = join(folder, LABELS_FILE);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const images = text
    .split('\n')
    .flatMap((line, i) => (line.trim() ? [readLine(line, path, i)] : []));
  return { name: basename(resolve(folder)), folder, images };
}

function readLine(line: string, path: string, index: number): LabelledImage {
  try {
    return Value.Parse(LabelledImage, JSON.parse(line));
  } catch (cause) {
    throw new WaysideError('USAGE', `${path}:${index + 1} isn’t a label line`, { cause });
  }
}
