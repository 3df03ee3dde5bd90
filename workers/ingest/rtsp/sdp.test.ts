import { describe, expect, it } from 'vitest';
import { describedVideo } from './sdp.ts';

const lines = (...text: string[]): string => text.map((line) => `${line}\r\n`).join('');
const SESSION = ['v=0', 'o=- 1 1 IN IP4 192.168.1.20', 's=Camera', 'c=IN IP4 0.0.0.0', 't=0 0'];
const VIDEO = ['m=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000', 'a=control:trackID=1'];
const AUDIO = ['m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=control:trackID=2'];

describe('a description', () => {
  it.each([
    ['of nothing', ''],
    ['of a session alone', lines(...SESSION)],
    ['of sound alone', lines(...SESSION, ...AUDIO)],
    ['of a transport stream', lines(...SESSION, 'm=video 0 RTP/AVP 33')],
    ['that isn’t one', '<html>'],
  ])('%s has no video', (_name, sdp) => {
    expect(describedVideo(sdp)).toBeNull();
  });

  it('is left with its first video stream and no time span', () => {
    expect(
      describedVideo(
        lines(
          ...SESSION,
          'a=range:npt=3-',
          ...AUDIO,
          ...VIDEO,
          'a=range:npt=3-60',
          ...AUDIO,
          ...VIDEO,
          'm=application 0 RTP/AVP 107',
        ),
      ),
    ).toEqual({ sdp: lines(...SESSION, ...VIDEO), clockRateHz: 90_000 });
  });

  it.each([
    ['its own', ['m=video 0 RTP/AVP 97', 'a=rtpmap:97 H265/60000'], 60_000],
    [
      'that of its first format',
      ['m=video 0 RTP/AVP 97 98', 'a=rtpmap:98 A/1', 'a=rtpmap:97 B/2'],
      2,
    ],
    ['of a well-known format', ['m=video 0 RTP/AVP 26'], 90_000],
    ['never 0', ['m=video 0 RTP/AVP 97', 'a=rtpmap:97 H265/0'], 90_000],
  ])('has a clock rate: %s', (_name, video, expected) => {
    expect(describedVideo(lines(...SESSION, ...video))?.clockRateHz).toBe(expected);
  });

  it('may end its lines with line feeds alone', () => {
    expect(describedVideo([...SESSION, ...VIDEO].join('\n'))?.sdp).toBe(
      lines(...SESSION, ...VIDEO),
    );
  });
});
