import http from 'node:http';
import { WaysideError } from '../../../pipeline/errors.ts';

export interface ApiAnswer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

/** One caller with one connection, kept open, and the cookies it was given. */
export interface ApiClient {
  /** The answer whatever its status. */
  send<T>(method: string, path: string, body?: object): Promise<ApiAnswer<T>>;
  /** The body of an answer below 400. Throws INTERNAL with what was refused. */
  must<T>(method: string, path: string, body?: object): Promise<T>;
  /** The header that says who the caller is; another client may go on with it. */
  cookie(): string;
  close(): void;
}

/** `cookie`: of a client that signed in. */
export function apiClient(apiUrl: string, cookie = ''): ApiClient {
  const { hostname, port } = new URL(apiUrl);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const cookies = new Map<string, string>();
  let cookieHeader = cookie;

  const send = <T>(method: string, path: string, body?: object): Promise<ApiAnswer<T>> =>
    new Promise((resolve, reject) => {
      const json = body === undefined ? '' : JSON.stringify(body);
      const request = http.request({
        agent,
        hostname,
        port,
        method,
        path,
        headers: {
          ...(cookieHeader === '' ? {} : { cookie: cookieHeader }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
        },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          for (const cookie of response.headers['set-cookie'] ?? []) {
            const [name, value] = cookie.split(';', 1)[0]!.split('=', 2) as [string, string];
            cookies.set(name, value);
            cookieHeader = [...cookies].map(([key, kept]) => `${key}=${kept}`).join('; ');
          }
          const text = Buffer.concat(parts).toString('utf8');
          resolve({
            status: response.statusCode!,
            body: (text === '' ? null : JSON.parse(text)) as T,
          });
        });
      });
      request.end(json);
    });

  return {
    send,
    async must<T>(method: string, path: string, body?: object) {
      const answer = await send<T>(method, path, body);
      if (answer.status < 400) return answer.body;
      throw new WaysideError('INTERNAL', `${method} ${path}: ${JSON.stringify(answer.body)}`);
    },
    cookie: () => cookieHeader,
    close: () => {
      agent.destroy();
    },
  };
}
