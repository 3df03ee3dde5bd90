import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from './checkpoint.ts';
import {
  formatVerifierKey,
  isSignedBy,
  NOTE_COSIGNATURE,
  NOTE_ED25519,
  noteKey,
  parseNote,
  parseSignatureLine,
  parseVerifierKey,
  signNote,
} from './signed-note.ts';

/** Keys, text and signatures of golang.org/x/mod sumdb/note, note_test.go. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_PRIVATE = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const TEXT =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n";
const PETER_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_LINE =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

describe('notes of golang.org/x/mod sumdb/note', () => {
  const peter = parseVerifierKey(PETER);
  const enoch = parseVerifierKey(ENOCH);

  it('are signed the same', () => {
    const seed = Buffer.from(PETER_PRIVATE, 'base64').subarray(1);
    // PKCS #8 of an Ed25519 seed, RFC 8410.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const key = noteKey('PeterNeumann', NOTE_ED25519, createPublicKey(privateKey));
    expect(formatVerifierKey(key)).toBe(PETER);
    expect(signNote(TEXT, key, privateKey)).toBe(`${TEXT}\n${PETER_LINE}`);
  });

  it.each([
    ['both who signed', PETER_LINE + ENOCH_LINE, true, true],
    ['one who signed', PETER_LINE, true, false],
    ['a signature twice', PETER_LINE + PETER_LINE, true, false],
    ['a changed signature', PETER_LINE.slice(0, 60) + 'ABCD' + PETER_LINE.slice(60), false, false],
    ['a signature under another name', PETER_LINE.replace('Peter', 'Carmen'), false, false],
    ['a good one and a bad one', PETER_LINE + PETER_LINE.replace('nAM=', 'nBM='), false, false],
  ])('know %s', (_, lines, byPeter, byEnoch) => {
    const note = parseNote(`${TEXT}\n${lines}`)!;
    expect(note.text).toBe(TEXT);
    expect(isSignedBy(note, peter)).toBe(byPeter);
    expect(isSignedBy(note, enoch)).toBe(byEnoch);
  });

  it.each([
    '',
    TEXT,
    `${TEXT}\n`,
    `${TEXT}\n${PETER_LINE.slice(0, -1)}`,
    `\x01${TEXT}\n${PETER_LINE}`,
    `\ufffd${TEXT}\n${PETER_LINE}`,
    `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Bad Name')}`,
    `${TEXT}\n${PETER_LINE}Unexpected line.\n`,
    `${TEXT}\n${PETER_LINE.repeat(101)}`,
  ])('are not %j', (note) => {
    expect(parseNote(note)).toBeNull();
  });

  it('have keys of which nothing can be left out or changed', () => {
    for (let from = 0; from <= PETER.length; from++) {
      for (let to = from; to <= PETER.length; to++) {
        if (from === 0 && to === PETER.length) continue;
        expect(() => parseVerifierKey(PETER.slice(from, to))).toThrow(/no verifier key/);
      }
    }
    for (let at = 0; at < PETER.length; at++) {
      const next = String.fromCharCode(PETER.charCodeAt(at) + 1);
      const changed = PETER.slice(0, at) + next + PETER.slice(at + 1);
      expect(() => parseVerifierKey(changed)).toThrow(/no verifier key/);
    }
    for (const bad of [
      'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
      'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    ]) {
      expect(() => parseVerifierKey(bad)).toThrow(/no verifier key/);
    }
  });
});

describe('a signed head of the Go checksum database', () => {
  // The key is the one in the go command (cmd/go/internal/modfetch/key.go); the head was served by
  // sum.golang.org.
  const key = parseVerifierKey(
    'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
  );
  const HEAD =
    'go.sum database tree\n65209736\n5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n\n' +
    '— sum.golang.org Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=\n';

  it('is signed by its key, and reads as a checkpoint', () => {
    const note = parseNote(HEAD)!;
    expect(isSignedBy(note, key)).toBe(true);
    expect(parseCheckpoint(note.text)).toMatchObject({
      origin: 'go.sum database tree',
      size: 65_209_736,
    });
    expect(isSignedBy(parseNote(HEAD.replace('65209736', '65209737'))!, key)).toBe(false);
  });
});

describe('cosignatures', () => {
  it('have key ids of their own: a witness’s key from transparency-dev/formats, note_cosigv1_test.go', () => {
    const text = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';
    const key = parseVerifierKey(text);
    expect(key).toMatchObject({ name: 'remora.n621.de', type: NOTE_COSIGNATURE });
    expect(formatVerifierKey(key)).toBe(text);
  });

  it('carry their time: the signature of the same file', () => {
    const { signature } = parseSignatureLine(
      '— witness ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==',
    )!;
    expect(signature).toHaveLength(72);
    expect(signature.readBigUInt64BE(0)).toBe(1_727_964_367n);
  });

  it('don’t pass for signatures of a log', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const log = noteKey('one', NOTE_ED25519, publicKey);
    const witness = noteKey('one', NOTE_COSIGNATURE, publicKey);
    expect(isSignedBy(parseNote(signNote(TEXT, log, privateKey))!, witness)).toBe(false);
  });
});
