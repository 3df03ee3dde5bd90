import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');

test('a certificate of the key, signed by it, without an end', () => {
  const certificate = new X509Certificate(selfSignedCertificate(privateKey, 'wayside-keeper'));
  expect(certificate.verify(publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(privateKey)).toBe(true);
  expect(certificate.subject).toBe('CN=wayside-keeper');
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.subjectAltName).toBe('DNS:wayside-keeper');
  expect(new Date(certificate.validFrom).getUTCFullYear()).toBe(2000);
  expect(new Date(certificate.validTo).getUTCFullYear()).toBe(9999);
});

test('no two are alike, and another key’s is told apart', () => {
  const one = new X509Certificate(selfSignedCertificate(privateKey, 'wayside-keeper'));
  const two = new X509Certificate(selfSignedCertificate(privateKey, 'wayside-keeper'));
  expect(one.serialNumber).not.toBe(two.serialNumber);
  const stranger = generateKeyPairSync('ed25519');
  expect(one.verify(stranger.publicKey)).toBe(false);
});

test('openssl reads it where there is one, lengths of every size too', () => {
  try {
    execFileSync('openssl', ['version']);
  } catch {
    console.warn('SKIPPED: openssl’s reading of the certificate, because there is no openssl');
    return;
  }
  for (const length of [1, 60, 63, 64]) {
    const name = 'k'.repeat(length);
    const text = execFileSync('openssl', ['x509', '-noout', '-text'], {
      input: selfSignedCertificate(privateKey, name),
    }).toString();
    expect(text).toContain(`DNS:${name}`);
    expect(text).toContain('Version: 3');
  }
});
