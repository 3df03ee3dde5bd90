import { beforeEach, describe, expect, it } from 'vitest';
import { readCameraAddress } from './camera-address.ts';
import { CameraDialogue } from './camera-dialogue.ts';
import type { RelayFailure } from './relay-failure.ts';
import { headerOf, readMessage, requestOf, type RtspMessage } from './rtsp-message.ts';

const LOCAL = 'rtsp://127.0.0.1:4000/secret-path';
const CAMERA = 'rtsp://10.0.0.7/live?channel=1';
const SDP = 'v=0\r\nm=audio 0 RTP/AVP 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n';

let toCamera: RtspMessage[];
let toFfmpeg: RtspMessage[];
let failures: RelayFailure[];
let heard: string[];
let dialogue: CameraDialogue;

function begin(login = 'user:secret@'): void {
  toCamera = [];
  toFfmpeg = [];
  failures = [];
  heard = [];
  dialogue = new CameraDialogue(
    readCameraAddress(CAMERA.replace('//', `//${login}`)),
    LOCAL,
    {
      described: (clockRateHz) => void heard.push(`described ${clockRateHz}`),
      setUp: (channel) => void heard.push(`set up ${channel}`),
      played: () => void heard.push('played'),
    },
    {
      toCamera: (bytes) => void toCamera.push(readMessage(bytes, 0)!.message),
      toFfmpeg: (bytes) => void toFfmpeg.push(readMessage(bytes, 0)!.message),
      failed: (failure) => void failures.push(failure),
      hangUp: () => void heard.push('hang up'),
    },
  );
}

const message = (
  startLine: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): RtspMessage => ({ startLine, headers: Object.entries(headers), body: Buffer.from(body) });

let cseq = 0;
/** ffmpeg asks; the request as the camera gets it. */
function ask(method: string, uri = LOCAL): RtspMessage {
  dialogue.fromFfmpeg(message(`${method} ${uri} RTSP/1.0`, { CSeq: String(++cseq) }));
  return toCamera.at(-1)!;
}
/** The camera answers the last request. */
function answer(status: string, headers: Readonly<Record<string, string>> = {}, body = ''): void {
  const asked = headerOf(toCamera.at(-1)!, 'CSeq')!;
  dialogue.fromCamera(message(`RTSP/1.0 ${status}`, { CSeq: asked, ...headers }, body));
}
const authorization = (): string | undefined => headerOf(toCamera.at(-1)!, 'Authorization');
const DIGEST = (nonce: string, more = '') => ({
  'WWW-Authenticate': `Digest realm="r", nonce="${nonce}"${more}`,
});

beforeEach(() => {
  cseq = 40;
  begin();
});

describe('a dialogue between ffmpeg and a camera', () => {
  it('asks the camera by its own address, and counts for it', () => {
    expect(requestOf(ask('OPTIONS'))).toEqual({ method: 'OPTIONS', uri: CAMERA });
    expect(headerOf(toCamera[0]!, 'CSeq')).toBe('1');
    answer('200 OK', { Public: 'DESCRIBE' });
    expect(toFfmpeg).toEqual([message('RTSP/1.0 200 OK', { Public: 'DESCRIBE', CSeq: '41' })]);
    expect(requestOf(ask('SETUP', `${LOCAL}/trackID=1`))?.uri).toBe(`${CAMERA}/trackID=1`);
    expect(requestOf(ask('SETUP', 'rtsp://192.168.0.9/x/trackID=1'))?.uri).toBe(
      'rtsp://192.168.0.9/x/trackID=1',
    );
  });

  it('never hands on what ffmpeg says of itself as authorization', () => {
    dialogue.fromFfmpeg(
      message(`OPTIONS ${LOCAL} RTSP/1.0`, { CSeq: '1', authorization: 'Basic bW91c2U=' }),
    );
    expect(authorization()).toBeUndefined();
  });

  it('answers the camera’s challenge itself, once, and keeps the answer for later requests', () => {
    ask('DESCRIBE');
    expect(authorization()).toBeUndefined();
    answer('401 Unauthorized', DIGEST('a'));
    expect(toFfmpeg).toEqual([]);
    expect(requestOf(toCamera[1]!)).toEqual({ method: 'DESCRIBE', uri: CAMERA });
    expect(authorization()).toMatch(
      /^Digest username="user", .*nonce="a", uri="rtsp:\/\/10\.0\.0\.7/,
    );
    answer('200 OK', {}, SDP);
    expect(toFfmpeg).toHaveLength(1);
    expect(headerOf(toFfmpeg[0]!, 'CSeq')).toBe('41');
    ask('SETUP');
    expect(authorization()).toContain('nonce="a"');
    expect(failures).toEqual([]);
  });

  it.each([
    ['said to be stale', ', stale=true'],
    ['that just ran out', ''],
  ])('takes a new nonce for one %s', (_name, stale) => {
    ask('OPTIONS');
    answer('401 Unauthorized', DIGEST('a'));
    answer('200 OK');
    ask('GET_PARAMETER');
    answer('401 Unauthorized', DIGEST('b', stale));
    expect(authorization()).toContain('nonce="b"');
    answer('200 OK');
    expect(toFfmpeg).toHaveLength(2);
    expect(failures).toEqual([]);
  });

  it.each([
    ['wrong', 'user:wrong@', [DIGEST('a'), DIGEST('b')], /refuses its name and password/],
    ['wrong, basic', 'user:wrong@', Array(2).fill({ 'WWW-Authenticate': 'Basic' }), /refuses/],
    ['stale without end', 'user:x@', Array(3).fill(DIGEST('a', ', stale=true')), /refuses/],
    ['missing', '', [DIGEST('a')], /its address has none/],
    ['not to be given', 'user:x@', [{ 'WWW-Authenticate': 'Bearer' }], /isn’t known here/],
  ] as [string, string, Record<string, string>[], RegExp][])(
    'says that name and password are %s',
    (_name, login, challenges, why) => {
      begin(login);
      ask('DESCRIBE');
      for (const challenge of challenges) answer('401 Unauthorized', challenge);
      expect(toFfmpeg.map(({ startLine }) => startLine)).toEqual(['RTSP/1.0 401 Unauthorized']);
      expect(failures).toHaveLength(1);
      expect(failures[0]!.cause).toBe('CAMERA_UNAUTHORIZED');
      expect(failures[0]!.message).toMatch(why);
      expect(failures[0]!.message).not.toMatch(/wrong|user/);
    },
  );

  it('follows nobody to another address', () => {
    ask('DESCRIBE');
    answer('302 Moved', { Location: 'rtsp://169.254.169.254/' });
    expect(toFfmpeg).toEqual([]);
    expect(failures[0]).toEqual({
      cause: 'CAMERA_NO_VIDEO',
      message: 'The camera at 10.0.0.7:554 sends on to another address, which is not followed.',
    });
    expect(heard).toEqual(['hang up']);
  });

  it.each([
    ['404 Not Found', 'CAMERA_NO_VIDEO'],
    ['503 Service Unavailable', 'CAMERA_NO_VIDEO'],
    ['403 Forbidden', 'CAMERA_UNAUTHORIZED'],
  ])('tells what %s means, and lets ffmpeg know', (status, cause) => {
    ask('DESCRIBE');
    answer(status);
    expect(failures.map((failure) => failure.cause)).toEqual([cause]);
    expect(toFfmpeg.map(({ startLine }) => startLine)).toEqual([`RTSP/1.0 ${status}`]);
  });

  it('hands on the video stream alone, and ends where there is none', () => {
    ask('DESCRIBE');
    answer('200 OK', { 'content-length': String(SDP.length) }, SDP);
    expect(heard).toEqual(['described 90000']);
    const body = toFfmpeg[0]!.body.toString();
    expect(body).toBe('v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n');
    expect(headerOf(toFfmpeg[0]!, 'Content-Length')).toBe(String(body.length));

    begin();
    ask('DESCRIBE');
    answer('200 OK', {}, 'v=0\r\nm=audio 0 RTP/AVP 0\r\n');
    expect(failures[0]?.cause).toBe('CAMERA_NO_VIDEO');
    expect(heard).toEqual(['hang up']);
  });

  it('hears the channel, and keeps from ffmpeg what would move its time 0', () => {
    ask('SETUP');
    answer('200 OK', { Transport: 'RTP/AVP/TCP;unicast;interleaved=4-5', Session: 'S;timeout=60' });
    ask('PLAY');
    answer('200 OK', { Range: 'npt=7-', 'RTP-Info': 'url=a;rtptime=9', Session: 'S' });
    expect(heard).toEqual(['set up 4', 'played']);
    expect(toFfmpeg[1]).toEqual(message('RTSP/1.0 200 OK', { Session: 'S', CSeq: '42' }));
  });

  it('lets requests of the camera and their answers through', () => {
    const request = message('OPTIONS * RTSP/1.0', { CSeq: '9' });
    dialogue.fromCamera(request);
    expect(toFfmpeg).toEqual([request]);
    const reply = message('RTSP/1.0 501 Not Implemented', { CSeq: '9' });
    dialogue.fromFfmpeg(reply);
    expect(toCamera).toEqual([reply]);
  });

  it('takes no offence at a keepalive that the camera doesn’t know', () => {
    ask('PLAY');
    answer('200 OK');
    ask('GET_PARAMETER');
    answer('501 Not Implemented');
    expect(failures).toEqual([]);
    expect(toFfmpeg).toHaveLength(2);
  });

  it('gives a camera up that answers nothing', () => {
    for (let count = 0; count < 17; count++) ask('GET_PARAMETER');
    expect(failures[0]?.cause).toBe('CAMERA_STALLED');
    expect(heard).toEqual(['hang up']);
  });

  it('drops answers that nobody asked for', () => {
    dialogue.fromCamera(message('RTSP/1.0 200 OK', { CSeq: '1' }));
    ask('OPTIONS');
    dialogue.fromCamera(message('RTSP/1.0 200 OK', { CSeq: '99' }));
    expect(toFfmpeg).toEqual([]);
    dialogue.fromCamera(message('RTSP/1.0 200 OK', {}));
    expect(toFfmpeg).toHaveLength(1);
  });

  it('ends the camera’s session, unless ffmpeg did or there is none', () => {
    dialogue.tearDown();
    expect(toCamera).toEqual([]);
    ask('SETUP');
    answer('200 OK', { Session: 'S1;timeout=60' });
    dialogue.tearDown();
    dialogue.tearDown();
    expect(toCamera).toHaveLength(2);
    expect(requestOf(toCamera[1]!)?.method).toBe('TEARDOWN');
    expect(headerOf(toCamera[1]!, 'Session')).toBe('S1');

    begin();
    ask('SETUP');
    answer('200 OK', { Session: 'S1' });
    ask('TEARDOWN');
    dialogue.tearDown();
    expect(toCamera).toHaveLength(2);
  });
});
