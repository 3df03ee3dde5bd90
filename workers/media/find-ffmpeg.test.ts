import { expect, test } from 'vitest';
import { findFfmpeg, parseVersion } from './find-ffmpeg.ts';

test.each([
  ['', 'unknown', '-vsync'],
  [
    'ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000-2021 the',
    '4.4.2-0ubuntu0.22.04.1',
    '-vsync',
  ],
  ['ffmpeg version 5.0.1 Copyright (c) 2000-2022 the', '5.0.1', '-vsync'],
  ['ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the', '5.1.9-0+deb12u1', '-fps_mode'],
  ['ffmpeg version n7.1 Copyright (c) 2000-2024 the', 'n7.1', '-fps_mode'],
  [
    'ffmpeg version N-47683-g0e8eb07980-static https://x/  Copyright (c) 2000-2018 the',
    'N-47683-g0e8eb07980-static',
    '-vsync',
  ],
  ['ffmpeg version N-118000-gabc Copyright (c) 2000-2025 the', 'N-118000-gabc', '-fps_mode'],
] as const)('version text %j', (text, version, frameTimingOption) => {
  expect(parseVersion(text)).toEqual({ version, frameTimingOption });
});

test('without one on the PATH the packaged ffmpeg is taken', async () => {
  expect(await findFfmpeg({ PATH: '/nowhere' })).toMatchObject({ source: 'packaged' });
});

test('an override that does not run is an error that names it', async () => {
  await expect(findFfmpeg({ WAYSIDE_FFMPEG: '/nowhere/ffmpeg' })).rejects.toMatchObject({
    code: 'FFMPEG_MISSING',
    message: expect.stringContaining('/nowhere/ffmpeg') as string,
  });
});
