/** An RTSP request or reply (RFC 2326, section 4). */
export interface RtspMessage {
  /** Without its line end. */
  readonly startLine: string;
  /** In their order, as they were spelt; the same name may come twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** What a camera may send is no longer than this; longer is a fault. */
const MOST_HEAD_BYTES = 16_384;
const MOST_BODY_BYTES = 65_536;

const START_LINE = /^(?:RTSP\/\d\.\d \d{3}(?: .*)?|[A-Z_]{1,32} \S+ RTSP\/\d\.\d)$/;

/** Thrown for bytes that are neither RTSP nor an interleaved frame. */
export class NotRtsp extends Error {
  override readonly name = 'NotRtsp';
}

/**
 * Reads the message that starts at `from`.
 * @returns null while its end hasn't come
 * @throws NotRtsp for what can't become a message, and for one that is too long
 */
export function readMessage(
  bytes: Buffer,
  from: number,
): { readonly message: RtspMessage; readonly end: number } | null {
  const head = readHead(bytes, from);
  if (head === null) return null;
  const [startLine, ...lines] = head.text.split(/\r?\n/);
  if (startLine === undefined || !START_LINE.test(startLine)) throw new NotRtsp('No RTSP message.');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new NotRtsp('A header without a name.');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  const length = headerOf({ headers }, 'Content-Length') ?? '0';
  if (!/^\d{1,9}$/.test(length)) throw new NotRtsp('A body of no known length.');
  const size = Number(length);
  if (size > MOST_BODY_BYTES) throw new NotRtsp('A body that is too long.');
  const end = head.end + size;
  if (bytes.length < end) return null;
  return { message: { startLine, headers, body: bytes.subarray(head.end, end) }, end };
}

/** The lines up to the empty one, and where the body starts. */
function readHead(bytes: Buffer, from: number): { text: string; end: number } | null {
  const most = Math.min(bytes.length, from + MOST_HEAD_BYTES);
  for (let at = bytes.indexOf(10, from); at >= 0 && at < most; at = bytes.indexOf(10, at + 1)) {
    const next = bytes[at + 1] === 13 ? at + 2 : at + 1;
    if (bytes[next] !== 10) continue;
    const text = bytes.toString('latin1', from, bytes[at - 1] === 13 ? at - 1 : at);
    return { text, end: next + 1 };
  }
  if (bytes.length - from >= MOST_HEAD_BYTES) throw new NotRtsp('A head that is too long.');
  return null;
}

export function writeMessage({ startLine, headers, body }: RtspMessage): Buffer {
  const lines = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]);
}

/** The first header of that name, in any case; undefined where there is none. */
export function headerOf(
  { headers }: Pick<RtspMessage, 'headers'>,
  name: string,
): string | undefined {
  return headersOf({ headers }, name)[0];
}

/** All headers of that name. */
export function headersOf({ headers }: Pick<RtspMessage, 'headers'>, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The same message, with each of these headers once, or not at all where the value is null. */
export function withHeaders(
  message: RtspMessage,
  changes: Readonly<Record<string, string | null>>,
): RtspMessage {
  const changed = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const added = Object.entries(changes).filter(
    (change): change is [string, string] => change[1] !== null,
  );
  return {
    ...message,
    headers: [...message.headers.filter(([name]) => !changed.has(name.toLowerCase())), ...added],
  };
}

/** Method and address of a request; null for a reply. */
export function requestOf({ startLine }: RtspMessage): { method: string; uri: string } | null {
  const parts = /^([A-Z_]+) (\S+) RTSP\//.exec(startLine);
  return parts === null ? null : { method: parts[1]!, uri: parts[2]! };
}

/** Status and reason of a reply; null for a request. */
export function replyOf({ startLine }: RtspMessage): { status: number; reason: string } | null {
  const parts = /^RTSP\/\S+ (\d{3}) ?(.*)$/.exec(startLine);
  return parts === null ? null : { status: Number(parts[1]), reason: parts[2]! };
}
