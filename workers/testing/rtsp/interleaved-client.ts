import { once } from 'node:events';
import { createConnection } from 'node:net';

/** An interleaved packet as it came over the RTSP connection: channel 0 is RTP, 1 RTCP. */
export interface InterleavedPacket {
  readonly channel: number;
  readonly bytes: Buffer;
  readonly arrivedMs: number;
}

/** A plain look at what a camera sends over its RTSP connection: no login, first stream only. */
export interface InterleavedClient {
  /** So far, in order. */
  readonly packets: readonly InterleavedPacket[];
  /** Bytes that were neither packets nor answers. */
  readonly strayBytes: number;
  readonly closed: boolean;
  close(): void;
}

const ANSWER = /^RTSP\/1\.0 (\d+)[^]*?\r\n\r\n/;

/** Plays the camera. @throws Error where it answers other than 200 */
export async function watchInterleaved(url: string): Promise<InterleavedClient> {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const packets: InterleavedPacket[] = [];
  const state = { strayBytes: 0, closed: false };
  let rest: Buffer = Buffer.alloc(0);
  let answered: ((text: string) => void) | null = null;
  socket.on('close', () => (state.closed = true));
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest[0] === 0x24) {
        if (rest.length < 4 || rest.length < 4 + rest.readUInt16BE(2)) return;
        const end = 4 + rest.readUInt16BE(2);
        const channel = rest[1]!;
        if (channel > 1) state.strayBytes += end;
        else packets.push({ channel, bytes: rest.subarray(4, end), arrivedMs: Date.now() });
        rest = rest.subarray(end);
        continue;
      }
      const text = rest.subarray(0, 8192).toString('latin1');
      const answer = ANSWER.exec(text);
      if (answer !== null) {
        const bodyBytes = Number(/content-length: *(\d+)/i.exec(answer[0])?.[1] ?? 0);
        const end = answer[0].length + bodyBytes;
        if (rest.length < end) return;
        answered?.(rest.subarray(0, end).toString('latin1'));
        rest = rest.subarray(end);
        continue;
      }
      if (rest.length === 0 || (answered !== null && 'RTSP/1.0'.startsWith(text.slice(0, 8)))) {
        return;
      }
      if (answered !== null && text.startsWith('RTSP/1.0')) return;
      state.strayBytes += 1;
      rest = rest.subarray(1);
    }
  });

  let sequence = 0;
  const ask = async (request: string, ...headers: readonly string[]): Promise<string> => {
    const answer = new Promise<string>((settle) => (answered = settle));
    const lines = [`${request} RTSP/1.0`, `CSeq: ${++sequence}`, ...headers, '', ''];
    socket.write(lines.join('\r\n'));
    const text = await Promise.race([
      answer,
      once(socket, 'close').then(() => 'RTSP/1.0 the connection was closed'),
    ]);
    answered = null;
    if (!text.startsWith('RTSP/1.0 200')) throw new Error(text.split('\r\n')[0]);
    return text;
  };
  const sdp = await ask(`DESCRIBE ${url}`, 'Accept: application/sdp');
  const control = /^a=control:(.*stream.*)\r?$/m.exec(sdp)![1]!;
  const track = control.startsWith('rtsp:') ? control : `${url}/${control}`;
  const transport = 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1';
  const setUp = await ask(`SETUP ${track}`, transport);
  const session = /^session: *([^;\r]+)/im.exec(setUp)![1]!;
  await ask(`PLAY ${url}`, `Session: ${session}`);
  return {
    packets,
    get strayBytes() {
      return state.strayBytes;
    },
    get closed() {
      return state.closed;
    },
    close: () => {
      socket.destroy();
    },
  };
}
