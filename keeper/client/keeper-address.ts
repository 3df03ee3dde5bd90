import { Type, type Static } from 'typebox';
import { WaysideError } from '../../pipeline/errors.ts';

/** SHA-256 of the certificate's DER, 64 hexadecimal digits in lower case. */
const Fingerprint = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** A keeper on another machine. No authority vouches for it: its certificate has to be this one. */
export const NetworkAddress = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 253 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    fingerprint: Fingerprint,
  },
  { additionalProperties: false },
);
export type NetworkAddress = Static<typeof NetworkAddress>;

/** Where a keeper answers: the path of its Unix socket, or a place in the network. */
export const KeeperAddress = Type.Union([Type.String({ minLength: 1 }), NetworkAddress]);
export type KeeperAddress = Static<typeof KeeperAddress>;

/** For messages. */
export function addressText(address: KeeperAddress): string {
  return typeof address === 'string' ? address : hostAndPort(address);
}

export function hostAndPort({ host, port }: Pick<NetworkAddress, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Reads `host:port` or `[IPv6]:port`. Throws CONFIG_INVALID naming the key.
 * @param leastPort 0 where any free port may be listened on.
 */
export function parseHostAndPort(
  text: string,
  key: string,
  leastPort: 0 | 1 = 1,
): { readonly host: string; readonly port: number } {
  const [, inBrackets, name, digits] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:/@]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = inBrackets ?? name;
  const port = Number(digits);
  if (host === undefined || port < leastPort || port > 65_535) {
    throw new WaysideError('CONFIG_INVALID', `${key} is not of the form host:port`, {
      details: { key },
    });
  }
  return { host, port };
}

/**
 * Reads a fingerprint as programs show it, with colons and in capitals or not. Throws CONFIG_INVALID
 * naming the key.
 */
export function parseFingerprint(text: string, key: string): string {
  const digits = text.replaceAll(':', '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw new WaysideError(
    'CONFIG_INVALID',
    `${key} is no SHA-256 fingerprint of 64 hexadecimal digits`,
    {
      details: { key },
    },
  );
}
