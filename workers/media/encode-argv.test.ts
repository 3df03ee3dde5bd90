import { expect, it } from 'vitest';
import { encodeArgv } from './encode-argv.ts';

it('encodes pictures only, without anything that the source said of itself', () => {
  const argv = encodeArgv({ widthPx: 640, heightPx: 360, fps: 12.5 }, '/tmp/clip.mp4');
  expect(argv.join(' ')).toBe(
    '-hide_banner -loglevel error -y -f rawvideo -pix_fmt yuv420p -s 640x360 -r 12.5 -i pipe:0 ' +
      '-an -sn -dn -map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:v +bitexact ' +
      '-c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p -g 25 -movflags +faststart ' +
      '-f mp4 file:/tmp/clip.mp4',
  );
});
