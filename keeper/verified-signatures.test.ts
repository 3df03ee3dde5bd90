import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyFingerprint } from './client/endorsement.ts';
import { rememberingVerifier } from './verified-signatures.ts';

const signer = (() => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey, privateKey, fingerprint: keyFingerprint(publicKey) };
})();
const other = (() => {
  const { publicKey } = generateKeyPairSync('ed25519');
  return { publicKey, fingerprint: keyFingerprint(publicKey) };
})();
const bytes = Buffer.from('what is signed');
const signature = sign(null, bytes, signer.privateKey).toString('base64');

describe('rememberingVerifier', () => {
  it('says the same the second time, and of nothing else', () => {
    const verify = rememberingVerifier();
    for (let time = 1; time <= 2; time++) {
      expect(verify(signer, bytes, signature)).toBe(true);
      expect(verify(other, bytes, signature)).toBe(false);
      expect(verify(signer, Buffer.from('what is Signed'), signature)).toBe(false);
      expect(verify(signer, bytes, '')).toBe(false);
    }
  });

  it('goes on when it has more than it keeps', () => {
    const verify = rememberingVerifier(2);
    for (let at = 0; at < 5; at++) {
      const text = Buffer.from(`grant ${at}`);
      const signed = sign(null, text, signer.privateKey).toString('base64');
      expect(verify(signer, text, signed)).toBe(true);
      expect(verify(signer, text, signature)).toBe(false);
    }
  });
});
