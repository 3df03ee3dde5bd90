import { describe, expect, it } from 'vitest';
import { addressText, parseFingerprint, parseHostAndPort } from './keeper-address.ts';

const HEX = 'ab'.repeat(32);

describe('parseHostAndPort', () => {
  it.each([
    ['keeper.example:8443', 'keeper.example', 8443],
    ['10.0.0.7:1', '10.0.0.7', 1],
    ['[fd00::7]:65535', 'fd00::7', 65_535],
  ])('reads %s', (text, host, port) => {
    expect(parseHostAndPort(text, 'keeper.address')).toEqual({ host, port });
    expect(addressText({ host, port, fingerprint: HEX })).toBe(text);
  });

  it.each([
    '',
    'keeper',
    'keeper:',
    ':8443',
    'keeper:0',
    'keeper:65536',
    'fd00::7:1',
    'a b:1',
    'u@k:1',
  ])('refuses %j, naming the key', (text) => {
    expect(() => parseHostAndPort(text, 'keeper.address')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { key: 'keeper.address' } }),
    );
  });

  it('takes port 0 where any free one will do', () => {
    expect(parseHostAndPort('127.0.0.1:0', 'keeper.listen', 0).port).toBe(0);
  });
});

describe('parseFingerprint', () => {
  it('reads it as openssl shows it', () => {
    const shown = Array.from({ length: 32 }, () => 'AB').join(':');
    expect(parseFingerprint(shown, 'keeper.fingerprint')).toBe(HEX);
    expect(parseFingerprint(HEX, 'keeper.fingerprint')).toBe(HEX);
  });

  it.each(['', HEX.slice(2), `${HEX}00`, HEX.replace('a', 'g')])('refuses %j', (text) => {
    expect(() => parseFingerprint(text, 'keeper.fingerprint')).toThrow(/keeper\.fingerprint/);
  });
});
