import { describe, expect, it } from 'vitest';
import { Authorization, bestChallenge, isStale, readChallenges } from './authorization.ts';

const best = (...headers: string[]) => bestChallenge(readChallenges(headers));
const answer = (
  challenge: string,
  [user, password]: [string, string],
  cnonce = '',
  [method, uri]: [string, string] = ['GET', '/dir/index.html'],
): string =>
  new Authorization(best(challenge)!, { user, password }, () => cnonce).header(method, uri);

const RFC_7616 =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const RFC_7616_CNONCE = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';

describe('challenges', () => {
  it('are none where nothing is asked', () => {
    expect(readChallenges([])).toEqual([]);
    expect(readChallenges(['', ' , = ,'])).toEqual([]);
    expect(bestChallenge([])).toBeNull();
  });

  it('may share a header, with and without quotes', () => {
    expect(
      readChallenges(['Digest realm="a, \\"b\\"", nonce=xyz , stale=TRUE, Basic realm="c"']),
    ).toEqual([
      {
        scheme: 'digest',
        parameters: new Map([
          ['realm', 'a, \\"b\\"'],
          ['nonce', 'xyz'],
          ['stale', 'TRUE'],
        ]),
      },
      { scheme: 'basic', parameters: new Map([['realm', 'c']]) },
    ]);
  });

  it.each([
    ['SHA-256 before MD5', ['Digest nonce=a, algorithm=MD5', 'Digest nonce=b, algorithm=SHA-256']],
    ['MD5 before Basic', ['Basic realm="x"', 'Digest nonce=b']],
    ['any that is known', ['Bearer', 'Digest nonce=a, algorithm=SHA-512-256', 'Digest nonce=b']],
    [
      'one that takes auth',
      ['Digest nonce=a, qop="auth-int"', 'Digest nonce=b, qop="auth-int,auth"'],
    ],
  ])('are answered best first: %s', (_name, headers) => {
    expect(best(...headers)?.parameters.get('nonce')).toBe('b');
  });

  it('of an unknown kind, or without a nonce, can’t be answered', () => {
    expect(best('Bearer', 'Digest realm="x"', 'Digest nonce=a, qop="auth-int"')).toBeNull();
  });

  it('say when only the nonce was old', () => {
    expect(isStale(best('Digest nonce=a, stale=true')!)).toBe(true);
    expect(isStale(best('Digest nonce=a, stale=false')!)).toBe(false);
    expect(isStale(best('Digest nonce=a')!)).toBe(false);
  });
});

describe('answers', () => {
  it.each([
    ['RFC 7617, section 2', ['Aladdin', 'open sesame'], 'QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['RFC 7617, section 2.1', ['test', '123£'], 'dGVzdDoxMjPCow=='],
  ] as [string, [string, string], string][])('Basic: %s', (_name, who, expected) => {
    expect(answer('Basic realm="x", charset="UTF-8"', who)).toBe(`Basic ${expected}`);
  });

  it.each([
    [
      'RFC 2069, section 2.4 (as corrected by erratum 749): no qop',
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
      ['Mufasa', 'CircleOfLife'],
      '',
      '1949323746fe6a43ef61f9606e7febea',
    ],
    [
      'RFC 2617, section 3.5: MD5',
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
      ['Mufasa', 'Circle Of Life'],
      '0a4f113b',
      '6629fae49393a05397450978507c4ef1',
    ],
    [
      'RFC 7616, section 3.9.1: MD5',
      `Digest ${RFC_7616}, algorithm=MD5`,
      ['Mufasa', 'Circle of Life'],
      RFC_7616_CNONCE,
      '8ca523f5e9506fed4657c9700eebdbec',
    ],
    [
      'RFC 7616, section 3.9.1: SHA-256',
      `Digest ${RFC_7616}, algorithm=SHA-256`,
      ['Mufasa', 'Circle of Life'],
      RFC_7616_CNONCE,
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    ],
  ] as [string, string, [string, string], string, string][])(
    'Digest: %s',
    (_name, challenge, who, cnonce, expected) => {
      expect(answer(challenge, who, cnonce)).toContain(`response="${expected}"`);
    },
  );

  it('say all that the server needs, and nothing that older servers don’t know', () => {
    expect(
      answer('Digest realm="r", nonce="n"', ['u', 'p'], 'c', ['DESCRIBE', 'rtsp://a/b']),
    ).toMatch(
      /^Digest username="u", realm="r", nonce="n", uri="rtsp:\/\/a\/b", response="[0-9a-f]{32}"$/,
    );
    expect(
      answer(
        'Digest realm="r", nonce="n", opaque="o", qop="auth", algorithm=MD5',
        ['a"b', 'p'],
        'c',
      ),
    ).toMatch(
      /^Digest username="a\\"b", realm="r", nonce="n", uri="\/dir\/index.html", response="[0-9a-f]{32}", algorithm=MD5, opaque="o", qop=auth, nc=00000001, cnonce="c"$/,
    );
  });

  it('count the uses of a nonce, and answer each request anew', () => {
    const authorization = new Authorization(best('Digest realm="r", nonce="n", qop="auth"')!, {
      user: 'u',
      password: 'p',
    });
    const first = authorization.header('OPTIONS', '/');
    const second = authorization.header('OPTIONS', '/');
    expect([first, second].map((header) => /nc=(\w+)/.exec(header)?.[1])).toEqual([
      '00000001',
      '00000002',
    ]);
    const cnonces = [first, second].map((header) => /cnonce="(\w+)"/.exec(header)?.[1]);
    expect(cnonces[0]).not.toBe(cnonces[1]);
  });
});
