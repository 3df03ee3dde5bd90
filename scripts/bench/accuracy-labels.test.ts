import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelledSets } from './accuracy-labels.ts';

describe('labelled sets', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-labels-'));
    for (const set of ['b', 'a', 'empty']) await mkdir(join(folder, set));
    const line = JSON.stringify({ image: 'x.jpg', plates: [{ text: 'RK828AG' }] });
    await writeFile(join(folder, 'a', 'labels.jsonl'), `${line}\n\n`);
    await writeFile(join(folder, 'b', 'labels.jsonl'), `${line}\n${line}\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads one set, or the sets of a folder by name', async () => {
    expect((await labelledSets(join(folder, 'a')))[0]).toMatchObject({ name: 'a' });
    const sets = await labelledSets(folder);
    expect(sets.map(({ name, images }) => [name, images.length])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('says what is missing or broken', async () => {
    await expect(labelledSets(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    await expect(labelledSets(join(folder, 'empty'))).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    const broken = join(folder, 'empty', 'broken');
    await mkdir(broken);
    await writeFile(join(broken, 'labels.jsonl'), '{"image": 3}\n');
    await expect(labelledSets(broken)).rejects.toThrow(/labels\.jsonl:1/);
  });
});
