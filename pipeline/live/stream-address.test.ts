import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownAddress } from './stream-address.ts';

describe('shownAddress', () => {
  it.each([
    ['', '***'],
    ['no address', '***'],
    ['rtsp://10.0.0.7/main', 'rtsp://10.0.0.7/main'],
    ['rtsp://admin:secret@10.0.0.7:554/main', 'rtsp://10.0.0.7:554/main'],
    ['rtsp://admin:s@cret@gate/main', 'rtsp://gate/main'],
    ['rtsps://admin@gate/live?channel=1&subtype=0', 'rtsps://gate/live?channel=1&subtype=0'],
    ['http://gate/video.cgi?user=admin&pwd=secret', 'http://gate/video.cgi?user=***&pwd=***'],
    ['http://gate/a?Token=secret#secret', 'http://gate/a?Token=***'],
    ['file:///srv/gate.mp4', 'file:///srv/gate.mp4'],
  ])('of %j is %j', (url, shown) => {
    expect(shownAddress(url)).toBe(shown);
  });

  it('never holds the password', () => {
    const password = fc.stringMatching(/^[A-Z0-9@:%!$*+-]{6,20}$/);
    fc.assert(
      fc.property(password, (secret) => {
        expect(shownAddress(`rtsp://admin:${secret}@camera/main?x=1`)).toBe(
          'rtsp://camera/main?x=1',
        );
      }),
    );
  });
});
