import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Objects } from '../objects/objects.ts';

/** What every place for objects must do alike. */
export function describeObjects(
  name: string,
  open: () => Promise<{ readonly objects: Objects; readonly close: () => Promise<void> }>,
): void {
  describe(`objects in ${name}`, () => {
    let objects: Objects;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ objects, close } = await open());
    });
    afterAll(() => close());

    const keysUnder = async (prefix: string): Promise<string[]> => {
      const keys: string[] = [];
      for await (const { key } of objects.list(prefix)) keys.push(key);
      return keys.sort();
    };
    const bytesOf = async (key: string): Promise<Buffer> => buffer(await objects.get(key));

    it('has nothing at first', async () => {
      expect(await keysUnder('')).toEqual([]);
      expect(await keysUnder('footage/')).toEqual([]);
      expect(await objects.stat('footage/a')).toBeNull();
      await expect(objects.get('footage/a')).rejects.toMatchObject({ code: 'OBJECT_MISSING' });
      await objects.delete('footage/a');
    });

    const contents: [string, Buffer][] = [
      ['no bytes', Buffer.alloc(0)],
      ['one byte', Buffer.from([7])],
      ['3 MB', randomBytes(3_000_000)],
    ];
    it.each(contents)('gives back %s, put as bytes or as a stream', async (_, content) => {
      await objects.put('kept/bytes', content);
      expect((await bytesOf('kept/bytes')).equals(content)).toBe(true);
      const pieces = [content.subarray(0, 1000), content.subarray(1000)];
      await objects.put('kept/stream', Readable.from(pieces, { objectMode: false }));
      expect((await bytesOf('kept/stream')).equals(content)).toBe(true);
      expect(await objects.stat('kept/stream')).toMatchObject({
        key: 'kept/stream',
        byteCount: content.length,
      });
    });

    it('replaces and deletes', async () => {
      await objects.put('kept/once', Buffer.from('first'));
      await objects.put('kept/once', Buffer.from('second'));
      expect((await bytesOf('kept/once')).toString()).toBe('second');
      await objects.delete('kept/once');
      expect(await objects.stat('kept/once')).toBeNull();
    });

    it('lists what lies under a prefix, at any depth, and nothing beside it', async () => {
      for (const key of ['day/2026-05-01/a', 'day/2026-05-01/b/c', 'day/2026-05-010/d']) {
        await objects.put(key, Buffer.from(key));
      }
      expect(await keysUnder('day/2026-05-01/')).toEqual([
        'day/2026-05-01/a',
        'day/2026-05-01/b/c',
      ]);
      expect(await keysUnder('day/')).toHaveLength(3);
    });

    it.each(['', '/a', 'a/', 'a//b', '..', 'a/../../b', './a', '.partial/a', 'a\\b', 'a\0', 'ä'])(
      'refuses the key %j',
      async (key) => {
        await expect(objects.put(key, Buffer.from('x'))).rejects.toMatchObject({
          code: 'INTERNAL',
        });
        await expect(objects.get(key)).rejects.toMatchObject({ code: 'INTERNAL' });
      },
    );

    it('keeps the old object when the source breaks, and says why', async () => {
      await objects.put('kept/whole', Buffer.from('old'));
      const breaking = Readable.from(
        (async function* () {
          yield Buffer.alloc(100_000);
          await Promise.resolve();
          throw new Error('the source broke');
        })(),
        { objectMode: false },
      );
      await expect(objects.put('kept/whole', breaking)).rejects.toThrow('the source broke');
      expect((await bytesOf('kept/whole')).toString()).toBe('old');
    });

    it('ends up with one whole object when two are put at once', async () => {
      const versions = [Buffer.alloc(500_000, 1), Buffer.alloc(500_000, 2)];
      await Promise.all(versions.map((version) => objects.put('kept/raced', version)));
      const stored = await bytesOf('kept/raced');
      expect(versions.some((version) => version.equals(stored))).toBe(true);
    });

    it('lets a reader stop early', async () => {
      await objects.put('kept/long', Buffer.alloc(2_000_000, 3));
      const stream = await objects.get('kept/long');
      for await (const chunk of stream) {
        expect((chunk as Buffer)[0]).toBe(3);
        break;
      }
      expect(stream.destroyed).toBe(true);
      expect(await bytesOf('kept/long')).toHaveLength(2_000_000);
    });
  });
}
