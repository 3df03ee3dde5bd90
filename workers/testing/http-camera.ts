import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawn, type ChildProcess } from 'node:child_process';
import packaged from '@ffmpeg-installer/ffmpeg';

/** A camera for tests that answers over HTTP. */
export interface HttpCamera {
  url(path: string, credentials?: string): string;
  readonly port: number;
  close(): Promise<void>;
}

export type HttpAnswer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers each path as told, others with 404. */
export async function startHttpCamera(
  answers: Readonly<Record<string, HttpAnswer>>,
): Promise<HttpCamera> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path, credentials) =>
      `http://${credentials === undefined ? '' : `${credentials}@`}127.0.0.1:${port}${path}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        server.closeAllConnections();
      }),
  };
}

/** Plays a file in real time in the given container, over and over, for as long as somebody listens. */
export function playing(file: string, contentType: string, output: readonly string[]): HttpAnswer {
  return (_, response) => {
    response.writeHead(200, { 'content-type': contentType });
    const argv = ['-nostdin', '-v', 'error', '-re', '-stream_loop', '-1', '-i', file, ...output];
    const player: ChildProcess = spawn(packaged.path, [...argv, 'pipe:1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    player.stdout!.pipe(response);
    response.once('close', () => player.kill('SIGKILL'));
  };
}

/** Lets only this user in, by basic authentication. */
export function locked(credentials: string, answer: HttpAnswer): HttpAnswer {
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return (request, response) => {
    if (request.headers.authorization === expected) answer(request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end();
  };
}
