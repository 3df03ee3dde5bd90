import { expect, it } from 'vitest';
import { isSameSize, PictureSizes } from './picture-sizes.ts';

const info = (widthPx: number) => ({ widthPx, heightPx: 720, rotationDeg: 0 as const });

it('knows nothing at first, then what it learned last', () => {
  const sizes = new PictureSizes();
  expect(sizes.of('a')).toBeNull();
  sizes.learn('a', info(1280));
  sizes.learn('b', info(640));
  sizes.learn('a', info(1920));
  expect(sizes.of('a')).toEqual(info(1920));
  expect(sizes.of('b')).toEqual(info(640));
});

it('forgets what it learned longest ago, however long it runs', () => {
  const sizes = new PictureSizes();
  for (let i = 0; i < 1000; i++) sizes.learn(`run-${i}`, info(1280));
  sizes.learn('run-0', info(1280));
  sizes.learn('run-1000', info(1280));
  expect(sizes.of('run-0')).not.toBeNull();
  expect(sizes.of('run-1')).toBeNull();
});

it('tells sizes apart by both sides', () => {
  expect(isSameSize(info(1280), info(1280))).toBe(true);
  expect(isSameSize(info(1280), info(640))).toBe(false);
  expect(isSameSize(info(1280), { ...info(1280), heightPx: 960 })).toBe(false);
});
