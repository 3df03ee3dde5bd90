import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { WaysideError } from '../../pipeline/errors.ts';
import { parseConfig } from '../config.ts';
import { camerasFrom, particularsFrom } from './read-cameras.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayside-cameras-'));
  writeFileSync(join(folder, 'password'), 'from a file/#@\n');
  writeFileSync(join(folder, 'empty'), '\n');
  writeFileSync(join(folder, 'clip.mp4'), 'video');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const GATE = { name: 'gate', url: 'rtsp://10.0.0.7/main', occasion: 'order 12/26' };
const TRIANGLE = [
  [0, 0],
  [1, 0],
  [1, 1],
];
const BOW_TIE = [
  [0, 0],
  [1, 1],
  [1, 0],
  [0, 1],
];

const read = (file: unknown, env: Record<string, string> = {}) =>
  camerasFrom(stringify(file), join(folder, 'wayside.yaml'), env).cameras;
const readOne = (more: object, env: Record<string, string> = {}) =>
  read({ cameras: [{ ...GATE, ...more }] }, env)[0]!;

function problemsOf(file: unknown, env: Record<string, string> = {}): readonly string[] {
  try {
    read(file, env);
  } catch (error) {
    if (!(error instanceof WaysideError) || error.code !== 'CONFIG_INVALID') throw error;
    return error.details.problems as readonly string[];
  }
  return [];
}

describe('cameras of wayside.yaml', () => {
  it('are none in an empty file', () => {
    expect(camerasFrom('', 'wayside.yaml', {}).cameras).toEqual([]);
    expect(read({ cameras: [] })).toEqual([]);
  });

  it('need a name, an address and an occasion, and no more', () => {
    expect(read({ region: 'br', cameras: [GATE] })).toEqual([
      {
        source: {
          ...{ cameraId: 'gate', url: 'rtsp://10.0.0.7/main', detectionUrl: null },
          ...{ segmentMs: 2000, masks: [] },
        },
        particulars: {
          ...{ id: 'gate', region: 'br', occasion: 'order 12/26', analysisFps: null },
          ...{ latitude: null, longitude: null, headingDeg: null },
          ...{ zones: [], lines: [], masks: [], streamAddress: 'rtsp://10.0.0.7/main' },
        },
      },
    ]);
  });

  it('may have everything', () => {
    const shapes = {
      zones: [{ name: 'lane', polygon: TRIANGLE }],
      masks: [{ name: 'garden', polygon: TRIANGLE, burned: true }],
      lines: [{ name: 'stop line', points: [TRIANGLE[0], TRIANGLE[1]] }],
    };
    const { source, particulars } = readOne({
      ...shapes,
      place: { latitude: 48.2, longitude: 16.4, heading: 90 },
      regions: ['eu', 'br'],
      ...{ analysisFps: 2.5, segmentSeconds: 4, detectionUrl: 'rtsp://10.0.0.7/small' },
      ...{ user: 'viewer', password: 'a:b@c/d' },
    });
    expect(source).toEqual({
      cameraId: 'gate',
      url: 'rtsp://viewer:a%3Ab%40c%2Fd@10.0.0.7/main',
      detectionUrl: 'rtsp://viewer:a%3Ab%40c%2Fd@10.0.0.7/small',
      segmentMs: 4000,
      masks: shapes.masks,
    });
    expect(particulars).toMatchObject({
      ...shapes,
      ...{ region: 'eu,br', latitude: 48.2, longitude: 16.4, headingDeg: 90, analysisFps: 2.5 },
    });
  });

  it('take one region, or one of the site’s own patterns', () => {
    expect(readOne({ regions: 'eu' }).particulars.region).toBe('eu');
    const own = {
      plates: [{ name: 'fleet', pattern: 'AA9999' }],
      cameras: [{ ...GATE, regions: ['fleet', 'eu'] }],
    };
    expect(read(own)[0]!.particulars.region).toBe('fleet,eu');
  });
});

describe('secrets', () => {
  const env = {
    USER_NAME: 'viewer',
    PASS: 'p@ss/#:?',
    HOST: '10.0.0.8',
    ADDRESS: 'rtsp://u:p@h/x',
  };
  const ENCODED = 'p%40ss%2F%23%3A%3F';
  it.each<[string, object, string, string]>([
    [
      'variables in the address',
      { url: 'rtsp://${USER_NAME}:${PASS}@${HOST}/main' },
      `rtsp://viewer:${ENCODED}@10.0.0.8/main`,
      'rtsp://${HOST}/main',
    ],
    ['the whole address', { url: '${ADDRESS}' }, 'rtsp://u:p@h/x', 'rtsp://h/x'],
    [
      'a variable in the path',
      { url: 'http://h/${USER_NAME}.m3u8' },
      'http://h/viewer.m3u8',
      'http://h/${USER_NAME}.m3u8',
    ],
    [
      'variables beside the address',
      { user: '${USER_NAME}', password: '${PASS}' },
      `rtsp://viewer:${ENCODED}@10.0.0.7/main`,
      'rtsp://10.0.0.7/main',
    ],
    [
      'a file',
      { url: 'rtsp://viewer@10.0.0.7/main', passwordFile: 'password' },
      'rtsp://viewer:from%20a%20file%2F%23%40@10.0.0.7/main',
      'rtsp://10.0.0.7/main',
    ],
    [
      'what stands in the address itself',
      { url: 'http://a:b@h/v.cgi?pwd=secret&channel=1' },
      'http://a:b@h/v.cgi?pwd=secret&channel=1',
      'http://h/v.cgi?pwd=***&channel=1',
    ],
  ])('come from %s, and are not in what is shown', (_case, more, url, shown) => {
    const { source, particulars } = readOne(more, env);
    expect(source.url).toBe(url);
    expect(particulars.streamAddress).toBe(shown);
  });

  it('of the camera don’t take the place of those in the second address', () => {
    const more = { user: 'a', password: 'b', detectionUrl: 'rtsp://c:d@10.0.0.7/small' };
    expect(readOne(more).source).toMatchObject({
      url: 'rtsp://a:b@10.0.0.7/main',
      detectionUrl: 'rtsp://c:d@10.0.0.7/small',
    });
  });

  it('are in no error, wherever the file breaks', () => {
    const SECRET = 'Zq7xSECRETk9';
    const lines = stringify({
      cameras: [
        {
          ...GATE,
          url: `rtsp://a:${SECRET}@h/x?token=${SECRET}`,
          user: SECRET,
          place: { latitude: 99 },
        },
        { ...GATE, user: 'a', password: SECRET, passwordFile: 'none' },
        { ...GATE, url: `gopher://a:${SECRET}@h/` },
        { ...GATE, url: `rtsp://a:${SECRET}@h:port/` },
      ],
    });
    const breaks = fc.constantFrom(
      '"',
      "'",
      '*',
      '&',
      '!',
      '@',
      '%',
      '{',
      ': ',
      '\n- ',
      '`',
      '|',
      '\t',
    );
    fc.assert(
      fc.property(fc.nat({ max: lines.length }), breaks, (at, broken) => {
        const text = lines.slice(0, at) + broken + lines.slice(at);
        // Inside the secret, half of it may become a key of its own, which is named.
        fc.pre(text.includes(SECRET) && !new RegExp(`(^|[^:@=])${SECRET}: `, 'm').test(text));
        try {
          camerasFrom(text, 'wayside.yaml', {});
        } catch (error) {
          const told = JSON.stringify([
            (error as Error).message,
            (error as WaysideError).details,
            String((error as Error).cause),
          ]);
          expect(told).not.toContain(SECRET);
          expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is wrong', () => {
  it('is told all at once, with its path', () => {
    const file = {
      threads: 0,
      cameras: [
        { ...GATE, occasion: ' ', segmentSeconds: 1, zones: [{ name: 'x', polygon: BOW_TIE }] },
        {
          ...GATE,
          place: { latitude: 91, longitude: 0 },
          regions: ['atlantis'],
          url: '${NOT_SET}',
        },
        { name: 'b', url: 'ftp://h/x', colour: 'red', masks: [{ name: 'm', polygon: [[0, 2]] }] },
      ],
    };
    const problems = problemsOf(file);
    for (const start of [
      'threads',
      'cameras[0].occasion',
      'cameras[0].segmentSeconds',
      'cameras[0].zones[0].polygon: its outline crosses',
      'cameras[1].place.latitude',
      'cameras[1].regions: there is no region “atlantis”; known are auto, cn',
      'cameras[1].name is that of cameras[0] too',
      'cameras[2].occasion is missing',
      'unknown key cameras[2].colour',
      'cameras[2].url starts with none of rtsp://',
      'cameras[2].masks[0].polygon',
    ]) {
      expect(
        problems.some((problem) => problem.startsWith(start)),
        start,
      ).toBe(true);
    }
  });

  it.each<[string, object, string]>([
    [
      'an unset variable',
      { password: '${PASS}', user: 'a' },
      'password: the variable PASS is not set',
    ],
    [
      'a variable without a name',
      { url: 'rtsp://${a-b}@h/' },
      'url: ${…} takes the name of a variable',
    ],
    [
      'two passwords',
      { url: 'rtsp://a:b@h/', password: 'c' },
      'password: there is one in url already',
    ],
    ['two names', { url: 'rtsp://a@h/', user: 'c' }, 'user: there is one in url already'],
    ['a password for nobody', { password: 'c' }, 'password: there is no user'],
    [
      'both kinds of password',
      { user: 'a', password: 'b', passwordFile: 'password' },
      'passwordFile: there is',
    ],
    [
      'a password file that isn’t there',
      { user: 'a', passwordFile: 'x' },
      'passwordFile: can’t be read (ENOENT)',
    ],
    ['one that is empty', { user: 'a', passwordFile: 'empty' }, 'passwordFile: is empty'],
    [
      'one that is no password',
      { user: 'a', passwordFile: 'lines' },
      'passwordFile: holds more than a password',
    ],
    ['an address that is none', { url: 'rtsp://h:port/' }, 'url is no address'],
    ['a pin that is none', { url: 'rtsps://h/#sha256=12' }, 'url is no address: What follows #'],
    ['an address without a host', { url: 'rtsp:///main' }, 'url names no host'],
    ['a file that isn’t there', { url: 'file:///nowhere/gate.mp4' }, 'url can’t be opened'],
    ['a folder', { url: 'file:///' }, 'url is no file'],
    ['half a path', { url: 'file://gate.mp4' }, 'url takes a whole path'],
    [
      'a second address of no known kind',
      { detectionUrl: 'udp://h' },
      'detectionUrl starts with none of',
    ],
    [
      'a line without length',
      { lines: [{ name: 'l', points: [TRIANGLE[0], TRIANGLE[0]] }] },
      'lines[0].points',
    ],
    [
      'two masks of a name',
      { masks: [1, 2].map(() => ({ name: 'm', polygon: TRIANGLE })) },
      'masks[1].name: there are two of this name',
    ],
  ])('%s', (_case, more, start) => {
    writeFileSync(join(folder, 'lines'), 'a\nb\n');
    const problems = problemsOf({ cameras: [{ ...GATE, ...more }] });
    expect(problems).toEqual([expect.stringMatching(/^cameras\[0\]\./)]);
    expect(problems[0]!.slice('cameras[0].'.length)).toContain(start);
  });

  it('takes a file as a camera', () => {
    const url = pathToFileURL(join(folder, 'clip.mp4')).href;
    expect(readOne({ url }).source.url).toBe(url);
  });

  it('needs no secret for commands that record nothing', () => {
    const text = stringify({ cameras: [{ ...GATE, url: 'rtsp://a:${PASS}@h/', user: undefined }] });
    expect(parseConfig(text, 'wayside.yaml').cameras).toHaveLength(1);
    expect(problemsOf({ cameras: [{ ...GATE, url: 'rtsp://a:${PASS}@h/' }] })).toHaveLength(1);
    expect(() => parseConfig(stringify({ cameras: [GATE, GATE] }), 'wayside.yaml')).toThrow(
      /cameras\[1\]\.name/,
    );
  });
});

describe('cameras without their secrets', () => {
  const known = (file: unknown) => particularsFrom(stringify(file), join(folder, 'wayside.yaml'));

  it('are none in an empty file', () => {
    expect(known({})).toEqual([]);
  });

  it('say the same of a camera as with them, though nothing they refer to is there', () => {
    const more = {
      url: 'rtsp://${GATE_USER}:${GATE_PASSWORD}@10.0.0.7/main?token=${GATE_TOKEN}',
      ...{ regions: ['eu', 'br'], analysisFps: 3, zones: [{ name: 'lane', polygon: TRIANGLE }] },
    };
    const env = { GATE_USER: 'u', GATE_PASSWORD: 'p', GATE_TOKEN: 't' };
    const file = { cameras: [{ ...GATE, ...more }] };
    expect(known(file)).toEqual([readOne(more, env).particulars]);
    const elsewhere = [
      { passwordFile: 'nowhere', user: 'ada' },
      { url: 'file:///nowhere/gate.mp4' },
      { detectionUrl: 'rtsp://${UNSET}/low' },
    ];
    for (const change of elsewhere) {
      expect(problemsOf({ cameras: [{ ...GATE, ...change }] })).toHaveLength(1);
      expect(known({ cameras: [{ ...GATE, ...change }] })).toMatchObject([{ id: 'gate' }]);
    }
  });

  it('show of an address no name and password, and of one that is a variable its name', () => {
    const shown = (url: string) => known({ cameras: [{ ...GATE, url }] })[0]!.streamAddress;
    expect(shown('rtsp://ada:written@10.0.0.7/main?pwd=written')).toBe(
      'rtsp://10.0.0.7/main?pwd=***',
    );
    expect(shown('${GATE_URL}')).toBe('${GATE_URL}');
  });

  it('are refused for bad keys all the same', () => {
    expect(() => known({ cameras: [{ ...GATE, name: '' }] })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
