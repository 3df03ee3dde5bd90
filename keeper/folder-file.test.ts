import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Type } from 'typebox';
import { afterAll, describe, expect, it } from 'vitest';
import { folderFile } from './folder-file.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'wayside-folder-file-'));
afterAll(() => rm(folder, { recursive: true }));

const Names = Type.Object({ names: Type.Array(Type.String()) });
const open = (name: string) => folderFile(path.join(folder, name), Names, { names: [] });
const add =
  (name: string) =>
  ({ names }: { names: string[] }) => ({ names: [...names, name] });

describe('folderFile', () => {
  it('is empty before it is there, and its user’s only afterwards', async () => {
    const file = open('new.json');
    expect(file.current()).toEqual({ names: [] });
    await file.change(add('ada'));
    expect(file.current()).toEqual({ names: ['ada'] });
    expect((await stat(path.join(folder, 'new.json'))).mode & 0o777).toBe(0o600);
  });

  it('loses no change of many at once', async () => {
    const file = open('many.json');
    await Promise.all(Array.from({ length: 20 }, (_, at) => file.change(add(`${at}`))));
    expect(open('many.json').current().names).toHaveLength(20);
  });

  it('sees what another wrote, and is the same object until then', async () => {
    const file = open('shared.json');
    await file.change(add('ada'));
    const before = file.current();
    expect(file.current()).toBe(before);
    await open('shared.json').change(add('ben'));
    expect(file.current()).toEqual({ names: ['ada', 'ben'] });
  });

  it('goes on after a change that failed', async () => {
    const file = open('failed.json');
    const failing = file.change(() => {
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow('no');
    await file.change(add('ada'));
    expect(file.current()).toEqual({ names: ['ada'] });
  });

  it.each(['', '{"names":', '{"names":[1]}'])('takes no damaged file: %j', async (text) => {
    await writeFile(path.join(folder, 'damaged.json'), text);
    expect(() => open('damaged.json').current()).toThrow(
      expect.objectContaining({ code: 'KEYRING_INVALID' }),
    );
  });
});
