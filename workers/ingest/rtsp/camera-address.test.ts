import { describe, expect, it } from 'vitest';
import { readCameraAddress } from './camera-address.ts';

const PIN = 'ab'.repeat(32);

describe('a camera’s address', () => {
  it.each([[''], ['camera'], ['ftp://a/b'], ['rtsp://'], ['rtsp://a:99999/'], ['rtsps://a/#x']])(
    'can’t be %j',
    (url) => {
      expect(() => readCameraAddress(url)).toThrow(TypeError);
    },
  );

  it('doesn’t come back in the error', () => {
    expect(() => readCameraAddress('ftp://user:secret@camera/')).toThrow(
      /^Not an rtsp:\/\/, rtsps:\/\/, http:\/\/ or https:\/\/ address\.$/,
    );
  });

  it('is taken apart, and asks without name and password', () => {
    expect(
      readCameraAddress('rtsp://us%65r:p%40s:s@10.0.0.7/cam/realmonitor?channel=1&subtype=0'),
    ).toEqual({
      host: '10.0.0.7',
      port: 554,
      isTls: false,
      requestUri: 'rtsp://10.0.0.7/cam/realmonitor?channel=1&subtype=0',
      credentials: { user: 'user', password: 'p@s:s' },
      certificateSha256: null,
      label: '10.0.0.7:554',
    });
  });

  it('may be of TLS, with a certificate pinned, and of IPv6', () => {
    expect(readCameraAddress(`rtsps://[fe80::1]:7441/a#sha256=${PIN.toUpperCase()}`)).toMatchObject(
      {
        host: 'fe80::1',
        port: 7441,
        isTls: true,
        requestUri: 'rtsps://[fe80::1]:7441/a',
        credentials: null,
        certificateSha256: PIN,
        label: '[fe80::1]:7441',
      },
    );
    expect(readCameraAddress('rtsps://camera/').port).toBe(322);
  });

  it('takes a password with a bare % as it is', () => {
    expect(readCameraAddress('rtsp://u:100%@camera/').credentials?.password).toBe('100%');
  });
});
