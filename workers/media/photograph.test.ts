import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { PHOTOGRAPH_LIMIT_PX, readPhotograph } from './photograph.ts';
import { withFolder } from './test-clip.ts';

const folder = await withFolder();
const picture = (name: string): string => join(folder.path, name);
afterAll(() => folder.remove());

const red = { r: 255, g: 0, b: 0 };

test('an upright RGB raster, whatever the file holds', async () => {
  await sharp({ create: { width: 6, height: 4, channels: 3, background: red } })
    .png()
    .toFile(picture('rgb.png'));
  expect(await readPhotograph(picture('rgb.png'))).toMatchObject({ widthPx: 6, heightPx: 4 });
  const { data } = await readPhotograph(picture('rgb.png'));
  expect([...data.subarray(0, 6)]).toEqual([255, 0, 0, 255, 0, 0]);
  expect(data).toHaveLength(72);

  await sharp({ create: { width: 6, height: 4, channels: 3, background: red } })
    .greyscale()
    .toColourspace('b-w')
    .png()
    .toFile(picture('grey.png'));
  expect((await readPhotograph(picture('grey.png'))).data).toHaveLength(72);

  await sharp({ create: { width: 6, height: 4, channels: 4, background: { ...red, alpha: 0 } } })
    .png()
    .toFile(picture('clear.png'));
  expect((await readPhotograph(picture('clear.png'))).data).toEqual(Buffer.alloc(72, 255));

  await sharp({ create: { width: 6, height: 4, channels: 3, background: red } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(picture('turned.jpg'));
  expect(await readPhotograph(picture('turned.jpg'))).toMatchObject({ widthPx: 4, heightPx: 6 });
});

test.each([
  ['missing.jpg', 'FILE_MISSING'],
  ['empty.jpg', 'FILE_EMPTY'],
  ['text.jpg', 'NOT_IMAGE'],
  ['cut.jpg', 'NOT_IMAGE'],
  ['huge.png', 'IMAGE_TOO_LARGE'],
] as const)('%s: %s, naming the file', async (name, code) => {
  await writeFile(picture('empty.jpg'), '');
  await writeFile(picture('text.jpg'), 'not a picture\n');
  const noise = await sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
      background: red,
    },
  })
    .jpeg()
    .toBuffer();
  await writeFile(picture('cut.jpg'), noise.subarray(0, noise.length / 2));
  await sharp({ create: { width: 20_000, height: 20, channels: 3, background: red } })
    .png()
    .toFile(picture('huge.png'));
  await expect(readPhotograph(picture(name))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(picture(name)) as string,
    ...(code === 'IMAGE_TOO_LARGE'
      ? { details: expect.objectContaining({ limitPx: PHOTOGRAPH_LIMIT_PX }) as object }
      : {}),
  });
});
