import type { Credentials } from './authorization.ts';

/** Where a camera is, taken apart. */
export interface CameraAddress {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** The address as it stands in requests: without name, password and fragment. */
  readonly requestUri: string;
  readonly credentials: Credentials | null;
  /** SHA-256 of the certificate that it must show, hex in lower case; null: any that is vouched for. */
  readonly certificateSha256: string | null;
  /** `host:port`, for messages. */
  readonly label: string;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'rtsp:': 554,
  'rtsps:': 322,
  'http:': 80,
  'https:': 443,
};

/**
 * @param url `rtsp://`, `rtsps://`, `http://` or `https://`; a self-made certificate is pinned by
 * `#sha256=…` at the end
 * @throws TypeError for anything else; its message doesn't repeat the address
 */
export function readCameraAddress(url: string): CameraAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const defaultPort = DEFAULT_PORTS[parsed?.protocol ?? ''];
  if (parsed === null || defaultPort === undefined || parsed.hostname === '') {
    throw new TypeError('Not an rtsp://, rtsps://, http:// or https:// address.');
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const port = parsed.port === '' ? defaultPort : Number(parsed.port);
  const pin = /^#sha256=([0-9a-f:]+)$/i.exec(parsed.hash)?.[1]?.replaceAll(':', '').toLowerCase();
  if (parsed.hash !== '' && pin?.length !== 64) {
    throw new TypeError('What follows # in the address has to be sha256= and 64 hex digits.');
  }
  return {
    host,
    port,
    isTls: parsed.protocol === 'rtsps:' || parsed.protocol === 'https:',
    requestUri: `${parsed.protocol}//${parsed.host}${parsed.pathname}${parsed.search}`,
    credentials:
      parsed.username === '' && parsed.password === ''
        ? null
        : { user: decoded(parsed.username), password: decoded(parsed.password) },
    certificateSha256: pin ?? null,
    label: `${host.includes(':') ? `[${host}]` : host}:${port}`,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A bare % in a password.
    return part;
  }
}
