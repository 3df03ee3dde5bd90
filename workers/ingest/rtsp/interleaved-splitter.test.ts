import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InterleavedSplitter } from './interleaved-splitter.ts';
import { NotRtsp, writeMessage, type RtspMessage } from './rtsp-message.ts';

const frame = (channel: number, payload: Buffer): Buffer => {
  const head = Buffer.from([0x24, channel, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

const OPTIONS: RtspMessage = {
  startLine: 'RTSP/1.0 200 OK',
  headers: [['CSeq', '1']],
  body: Buffer.alloc(0),
};
const DESCRIBED: RtspMessage = {
  startLine: 'RTSP/1.0 200 OK',
  headers: [
    ['CSeq', '2'],
    ['content-length', '7'],
  ],
  body: Buffer.from('v=0\r\n$\n'),
};

/** What a splitter makes of chunks; frames of odd channels aren't wanted. */
function split(chunks: readonly Buffer[]) {
  const messages: RtspMessage[] = [];
  const frames: { channel: number; size: number; head: string }[] = [];
  const passed: Buffer[] = [];
  const splitter = new InterleavedSplitter({
    message: (message) => void messages.push(message),
    frame(channel, bytes, at, size) {
      const head = bytes.toString('hex', at, at + Math.min(size, 28));
      frames.push({ channel, size, head });
      return channel % 2 === 0;
    },
    pass: (bytes) => void passed.push(Buffer.from(bytes)),
  });
  for (const chunk of chunks) splitter.push(chunk);
  return { messages, frames, passed: Buffer.concat(passed) };
}

describe('an interleaved connection', () => {
  it('of no bytes is nothing', () => {
    expect(split([])).toEqual({ messages: [], frames: [], passed: Buffer.alloc(0) });
    expect(split([Buffer.alloc(0)]).frames).toEqual([]);
  });

  it('is messages with bodies, and frames', () => {
    const video = frame(0, Buffer.alloc(1_400, 0x80));
    const { messages, frames, passed } = split([
      Buffer.concat([writeMessage(OPTIONS), writeMessage(DESCRIBED), video, writeMessage(OPTIONS)]),
    ]);
    expect(messages).toEqual([OPTIONS, DESCRIBED, OPTIONS]);
    expect(frames).toEqual([{ channel: 0, size: 1_400, head: '80'.repeat(28) }]);
    expect(passed).toEqual(video);
  });

  it('keeps frames back that aren’t wanted or are too short to be RTP', () => {
    const wanted = frame(2, Buffer.from('a packet!'));
    const { frames, passed } = split([
      Buffer.concat([frame(1, Buffer.alloc(500)), wanted, frame(2, Buffer.alloc(7)), wanted]),
    ]);
    expect(frames.map(({ channel }) => channel)).toEqual([1, 2, 2]);
    expect(passed).toEqual(Buffer.concat([wanted, wanted]));
  });

  it('takes bare line feeds, and empty lines between messages', () => {
    const { messages } = split([Buffer.from('\r\n\nRTSP/1.0 200 OK\nCSeq: 7\n\n\r\n')]);
    expect(messages).toEqual([{ ...OPTIONS, headers: [['CSeq', '7']] }]);
  });

  it('passes long frames on as they come', () => {
    const whole = frame(0, Buffer.alloc(60_000, 1));
    expect(split([whole.subarray(0, 20_000)]).passed).toHaveLength(20_000);
  });

  it.each([
    ['bytes of any kind', Buffer.from([0x00, 0x80, 0xff])],
    ['lower case', Buffer.from('hello')],
    ['another protocol', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
    ['a header without a name', Buffer.from('RTSP/1.0 200 OK\r\nnothing\r\n\r\n')],
    ['a body of no length', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n')],
    ['a body that is too long', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 70000\r\n\r\n')],
    ['a head without an end', Buffer.alloc(20_000, 'A')],
    ['a head of endless lines', Buffer.from('RTSP/1.0 200 OK\r\n' + 'a: b\r\n'.repeat(5_000))],
  ])('refuses %s', (_name, bytes) => {
    expect(() => split([bytes])).toThrow(NotRtsp);
    const cut = Array.from({ length: Math.ceil(bytes.length / 99) }, (_, index) =>
      bytes.subarray(index * 99, (index + 1) * 99),
    );
    expect(() => split(cut)).toThrow(NotRtsp);
  });

  it('is the same however it is cut', () => {
    const part = fc.oneof(
      fc.constantFrom(writeMessage(OPTIONS), writeMessage(DESCRIBED)),
      fc
        .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 90 }))
        .map(([channel, payload]) => frame(channel, Buffer.from(payload))),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(40)), (parts, cuts) => {
        const whole = Buffer.concat(parts);
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(whole.subarray(at, at + cut));
          at += cut;
        }
        chunks.push(whole.subarray(at));
        expect(split(chunks)).toEqual(split([whole]));
      }),
    );
  });

  it('ends in NotRtsp or not at all, whatever comes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(`RTSP/1.0 ${text}\r\n\r\n`)),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          split([Buffer.from(input)]);
        } catch (error) {
          expect(error).toBeInstanceOf(NotRtsp);
        }
      }),
    );
  });
});
