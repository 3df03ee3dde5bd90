import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';

/**
 * An X.509 certificate (RFC 5280) of an Ed25519 key (RFC 8410) that its own key signs, PEM. It has no
 * date on which it ends: clients pin it, so that is when it is replaced. A dozen lines of DER rather
 * than a library, which would run in the process that holds every key.
 */
export function selfSignedCertificate(privateKey: KeyObject, name: string): string {
  const algorithm = sequence(oid(ED25519));
  const named = sequence(set(sequence(oid(COMMON_NAME), utf8(name))));
  const subjectKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // Positive, whatever its first byte is.
  const serial = Buffer.concat([Buffer.of(1), randomBytes(15)]);
  const signed = sequence(
    tagged(0xa0, tagged(INTEGER, Buffer.of(VERSION_3))),
    tagged(INTEGER, serial),
    algorithm,
    named,
    sequence(utcTime('000101000000Z'), generalizedTime(NO_END)),
    named,
    subjectKey,
    tagged(0xa3, sequence(sequence(oid(ALTERNATIVE_NAME), octets(sequence(dnsName(name)))))),
  );
  const certificate = sequence(signed, algorithm, bits(sign(null, signed, privateKey)));
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

const INTEGER = 0x02;
const VERSION_3 = 2;
/** 1.3.101.112, 2.5.4.3, 2.5.29.17 */
const ED25519 = [0x2b, 0x65, 0x70];
const COMMON_NAME = [0x55, 0x04, 0x03];
const ALTERNATIVE_NAME = [0x55, 0x1d, 0x11];
/** "No well-defined expiration date": RFC 5280, section 4.1.2.5. */
const NO_END = '99991231235959Z';

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts);
const set = (...parts: readonly Buffer[]) => tagged(0x31, ...parts);
const oid = (bytes: readonly number[]) => tagged(0x06, Buffer.from(bytes));
const utf8 = (text: string) => tagged(0x0c, Buffer.from(text));
const octets = (content: Buffer) => tagged(0x04, content);
const bits = (content: Buffer) => tagged(0x03, Buffer.of(0), content);
const dnsName = (name: string) => tagged(0x82, Buffer.from(name, 'ascii'));
const generalizedTime = (text: string) => tagged(0x18, Buffer.from(text, 'ascii'));
/** For years up to 2049, which have to be written so. */
const utcTime = (text: string) => tagged(0x17, Buffer.from(text, 'ascii'));
