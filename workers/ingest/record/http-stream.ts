import http from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { WaysideError } from '../../../pipeline/errors.ts';
import { Authorization, bestChallenge, readChallenges } from '../rtsp/authorization.ts';
import type { CameraAddress } from '../rtsp/camera-address.ts';
import { connectCamera } from '../rtsp/connect-camera.ts';

const MOST_REDIRECTS = 3;

export interface HttpStream {
  readonly response: http.IncomingMessage;
  readonly socket: Socket;
}

export interface HttpStreamOptions {
  readonly signal: AbortSignal;
  /** For connecting, and again for each answer's head. */
  readonly timeoutMs: number;
}

/**
 * Asks a camera for its stream: authenticates where it wants that (basic, digest), follows redirects on the
 * same host and port only.
 * @throws WaysideError CAMERA_UNREACHABLE, CAMERA_UNAUTHORIZED, CAMERA_NO_VIDEO for any other answer but
 * 200, INTERRUPTED
 */
export async function openHttpStream(
  address: CameraAddress,
  options: HttpStreamOptions,
): Promise<HttpStream> {
  let target = new URL(address.requestUri);
  let authorization: Authorization | null = null;
  for (let redirects = 0; ;) {
    const path = `${target.pathname}${target.search}`;
    const header = authorization?.header('GET', path) ?? null;
    const stream = await ask(address, path, header, options);
    const { statusCode: status = 0, headers, headersDistinct } = stream.response;
    if (status === 200) return stream;
    stream.socket.destroy();

    const location = headers.location;
    if (status === 401 && authorization === null && address.credentials !== null) {
      const challenge = bestChallenge(readChallenges(headersDistinct['www-authenticate'] ?? []));
      if (challenge === null) throw refusal(address, 'CAMERA_UNAUTHORIZED', UNKNOWN_METHOD);
      authorization = new Authorization(challenge, address.credentials);
    } else if (status === 401 || status === 403) {
      const what = address.credentials === null ? WANTS_CREDENTIALS : REFUSES_CREDENTIALS;
      throw refusal(address, 'CAMERA_UNAUTHORIZED', what);
    } else if (status >= 300 && status < 400 && location !== undefined) {
      if (
        !URL.canParse(location, target.href) ||
        new URL(location, target.href).origin !== target.origin
      ) {
        throw refusal(address, 'CAMERA_NO_VIDEO', 'sends elsewhere, which isn’t followed');
      }
      if (++redirects > MOST_REDIRECTS) {
        throw refusal(address, 'CAMERA_NO_VIDEO', 'sends from one address to the next');
      }
      target = new URL(location, target.href);
    } else throw refusal(address, 'CAMERA_NO_VIDEO', `answers with status ${status}`);
  }
}

const UNKNOWN_METHOD = 'wants name and password in a way that isn’t known here';
const WANTS_CREDENTIALS = 'wants name and password';
const REFUSES_CREDENTIALS = 'refuses name or password';

async function ask(
  address: CameraAddress,
  path: string,
  authorization: string | null,
  { signal, timeoutMs }: HttpStreamOptions,
): Promise<HttpStream> {
  const socket = await connectCamera(address, timeoutMs, signal);
  const request = http.request({
    createConnection: () => socket,
    host: address.host,
    port: address.port,
    path,
    headers: {
      host: new URL(address.requestUri).host,
      'user-agent': 'Wayside',
      accept: '*/*',
      connection: 'close',
      ...(authorization === null ? {} : { authorization }),
    },
  });
  request.end();
  try {
    const [response] = (await once(request, 'response', {
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })) as [http.IncomingMessage];
    // What breaks later is told by the socket.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    return { response, socket };
  } catch (cause) {
    request.on('error', () => undefined);
    socket.destroy();
    if (signal.aborted) {
      throw new WaysideError('INTERRUPTED', `Asking ${address.label} was interrupted.`, { cause });
    }
    throw refusal(address, 'CAMERA_UNREACHABLE', 'connects and gives no HTTP answer', cause);
  }
}

/** What a camera's answer came to. */
export function refusal(
  { label }: CameraAddress,
  code: 'CAMERA_UNREACHABLE' | 'CAMERA_UNAUTHORIZED' | 'CAMERA_NO_VIDEO',
  what: string,
  cause?: unknown,
): WaysideError {
  return new WaysideError(code, `The camera at ${label} ${what}.`, {
    details: { address: label },
    ...(cause === undefined ? {} : { cause }),
  });
}
