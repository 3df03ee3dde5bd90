import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { selfSignedCertificate } from '../../../keeper/network/self-signed-certificate.ts';
import { WaysideError } from '../../../pipeline/errors.ts';
import { openRtspRelay, type RtspRelay, type RtspRelayOptions } from './rtsp-relay.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A camera that does this to whoever connects. */
async function camera(
  behave: (socket: net.Socket) => void,
  server: net.Server = net.createServer(),
): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on(
    server instanceof tls.Server ? 'secureConnection' : 'connection',
    (socket: net.Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      behave(socket);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as net.AddressInfo).port;
}

async function relayTo(port: number, options: RtspRelayOptions = {}): Promise<RtspRelay> {
  const relay = await openRtspRelay(`rtsp://user:secret@127.0.0.1:${port}/live`, options);
  cleanUps.push(() => relay.close());
  return relay;
}

/** A client that asks what ffmpeg asks first; what it hears until it is disconnected. */
function visit(relay: RtspRelay, path = new URL(relay.localUrl).pathname) {
  const socket = net.connect(Number(new URL(relay.localUrl).port), '127.0.0.1');
  cleanUps.push(() => socket.destroy());
  const host = new URL(relay.localUrl).host;
  socket.write(`OPTIONS rtsp://${host}${path} RTSP/1.0\r\nCSeq: 1\r\n\r\n`);
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  const left = new Promise<string>((settle) => {
    socket.once('close', () => {
      settle(heard);
    });
  });
  return { socket, left };
}

const answerOptions = (socket: net.Socket): void => {
  socket.on('data', () => socket.write('RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE\r\n\r\n'));
};

describe('cameras that are strange', () => {
  it('nobody at the address', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    server.close();
    const opening = openRtspRelay(`rtsp://user:secret@127.0.0.1:${port}/live`);
    await expect(opening).rejects.toMatchObject({
      code: 'CAMERA_UNREACHABLE',
      message: `The camera at 127.0.0.1:${port} doesn’t answer: ECONNREFUSED.`,
    });
  });

  it('one that is gone before ffmpeg comes', async () => {
    const relay = await relayTo(await camera((socket) => socket.end()));
    expect((await relay.ended)?.cause).toBe('CAMERA_DISCONNECTED');
  });

  it('one that answers nothing', async () => {
    const relay = await relayTo(await camera(() => undefined), { answerTimeoutMs: 200 });
    visit(relay);
    expect((await relay.ended)?.cause).toBe('CAMERA_STALLED');
  });

  it.each([
    ['speaks HTTP', 'HTTP/1.0 400 Bad Request\r\n\r\n', 'CAMERA_NO_VIDEO'],
    ['sends a head without an end', 'A'.repeat(100_000), 'CAMERA_NO_VIDEO'],
    ['hangs up', '', 'CAMERA_DISCONNECTED'],
    ['sends us elsewhere', 'RTSP/1.0 301 Moved\r\nLocation: rtsp://a/\r\n\r\n', 'CAMERA_NO_VIDEO'],
  ])('one that %s', async (_name, words, cause) => {
    const relay = await relayTo(
      await camera((socket) => {
        socket.once('data', () => socket.end(words));
      }),
    );
    const { left } = visit(relay);
    expect((await relay.ended)?.cause).toBe(cause);
    expect(await left).toBe('');
  });

  it('one that sends more than anybody reads is made to wait', async () => {
    const sdp = 'v=0\r\nm=video 0 RTP/AVP 26\r\n';
    let sentBytes = 0;
    const port = await camera((socket) => {
      const frame = Buffer.alloc(60_004);
      frame.set([0x24, 0, 60_000 >> 8, 60_000 & 0xff]);
      const send = (): void => {
        while (sentBytes < 400e6 && socket.write(frame)) sentBytes += frame.length;
      };
      socket.on('data', (asked: Buffer) => {
        for (const [, method, cseq] of asked
          .toString()
          .matchAll(/([A-Z]+) rtsp:[^]*?CSeq: (\d+)/g)) {
          const body =
            method === 'DESCRIBE' ? `Content-Length: ${sdp.length}\r\n\r\n${sdp}` : '\r\n';
          socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${cseq!}\r\n${body}`);
          if (method === 'PLAY') socket.on('drain', send).emit('drain');
        }
      });
    });
    const relay = await relayTo(port);
    const { socket } = visit(relay);
    for (const [index, method] of ['DESCRIBE', 'SETUP', 'PLAY'].entries()) {
      socket.write(`${method} ${relay.localUrl} RTSP/1.0\r\nCSeq: ${index + 2}\r\n\r\n`);
    }
    await vi.waitFor(() => {
      expect(sentBytes).toBeGreaterThan(1e6);
    }, 10_000);
    socket.pause();
    let before = -1;
    await vi.waitFor(
      () => {
        const hasStopped = before === sentBytes;
        before = sentBytes;
        expect(hasStopped).toBe(true);
      },
      { timeout: 20_000, interval: 300 },
    );
    expect(sentBytes).toBeLessThan(400e6);
    socket.resume();
    await vi.waitFor(() => {
      expect(sentBytes).toBeGreaterThan(400e6 - 60_004);
    }, 30_000);
    expect(relay.failure).toBeNull();
  });
});

describe('the door for ffmpeg', () => {
  it('opens to the secret path alone, and once', async () => {
    const relay = await relayTo(await camera(answerOptions));
    expect(await visit(relay, '/live').left).toBe('');
    expect(await visit(relay, `${new URL(relay.localUrl).pathname}x`).left).toBe('');
    const guest = visit(relay);
    await once(guest.socket, 'data');
    const second = net.connect(Number(new URL(relay.localUrl).port), '127.0.0.1');
    await expect(once(second, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    guest.socket.end();
    expect(await relay.ended).toBeNull();
    expect(await guest.left).toMatch(/^RTSP\/1\.0 200 OK\r\n/);
  });

  it('sends away who speaks no RTSP', async () => {
    const relay = await relayTo(await camera(answerOptions));
    const { port } = new URL(relay.localUrl);
    for (const words of ['GET / HTTP/1.1\r\n\r\n', '$\0\0\u0010'.padEnd(40, 'x'), '\0']) {
      const socket = net.connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined).resume();
      socket.write(words, 'latin1');
      await once(socket, 'close');
    }
    const guest = visit(relay);
    await once(guest.socket, 'data');
    expect(relay.failure).toBeNull();
  });

  it('closes when it is aborted', async () => {
    const abort = new AbortController();
    const port = await camera(answerOptions);
    const relay = await relayTo(port, { signal: abort.signal });
    const guest = visit(relay);
    await once(guest.socket, 'data');
    abort.abort();
    expect(await relay.ended).toBeNull();
    await guest.left;
    await expect(relayTo(port, { signal: abort.signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });
});

describe('rtsps', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const cert = selfSignedCertificate(privateKey, 'camera');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const pin = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();

  it.each([
    ['no pin', '', /nobody vouches for.*#sha256=[0-9a-f]{64}/],
    ['another pin', `#sha256=${'0'.repeat(64)}`, /another certificate/],
  ])('sends nothing to a camera that can’t show who it is: %s', async (_name, hash, why) => {
    let received = 0;
    const port = await camera((socket) => {
      socket.on('data', ({ length }) => (received += length));
    }, tls.createServer({ key, cert }));
    const opening = openRtspRelay(`rtsps://user:secret@127.0.0.1:${port}/live${hash}`);
    const error: unknown = await opening.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WaysideError);
    expect((error as WaysideError).code).toBe('CAMERA_UNREACHABLE');
    expect((error as WaysideError).message).toMatch(why);
    expect(received).toBe(0);
  });

  it('reaches a camera whose own certificate is pinned', async () => {
    const port = await camera(answerOptions, tls.createServer({ key, cert }));
    const relay = await openRtspRelay(`rtsps://127.0.0.1:${port}/live#sha256=${pin}`);
    cleanUps.push(() => relay.close());
    const guest = visit(relay);
    const [reply] = (await once(guest.socket, 'data')) as [string];
    expect(reply).toMatch(/^RTSP\/1\.0 200 OK/);
  });
});
