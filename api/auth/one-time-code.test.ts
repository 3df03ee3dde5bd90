import { describe, expect, it } from 'vitest';
import {
  newOneTimeSecret,
  oneTimeCodeAt,
  otpauthUrl,
  STEP_MS,
  stepOfOneTimeCode,
} from './one-time-code.ts';

const RFC_SECRET = Buffer.from('12345678901234567890');

describe('one-time codes', () => {
  // RFC 6238, appendix B, SHA-1: eight digits there, of which ours are the last six.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are at %d s those that RFC 6238 lists', (atSeconds, code) => {
    expect(oneTimeCodeAt(RFC_SECRET, atSeconds * 1000)).toBe(code.slice(-6));
  });

  // RFC 4226, appendix D.
  it('are by step those that RFC 4226 lists', () => {
    const listed = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489';
    const ours = Array.from({ length: 10 }, (_, step) => oneTimeCodeAt(RFC_SECRET, step * STEP_MS));
    expect(ours.join(' ')).toBe(listed);
  });

  const NOW_MS = 1_234_567_890_000;
  const step = Math.floor(NOW_MS / STEP_MS);
  it.each([
    [-2, null],
    [-1, step - 1],
    [0, step],
    [1, step + 1],
    [2, null],
  ])('of a clock %d steps off are of step %j', (drift, expected) => {
    const code = oneTimeCodeAt(RFC_SECRET, NOW_MS + drift * STEP_MS);
    expect(stepOfOneTimeCode(RFC_SECRET, code, NOW_MS)).toBe(expected);
  });

  it.each(['', '00592', '0059244', '００５９２４', '5924', '000000'])('are not %j', (text) => {
    expect(stepOfOneTimeCode(RFC_SECRET, text, NOW_MS)).toBeNull();
  });

  it('have a secret of 160 bits, another one each time, in the form that apps read', () => {
    const secret = newOneTimeSecret();
    expect(secret).toHaveLength(20);
    expect(newOneTimeSecret()).not.toEqual(secret);
    expect(otpauthUrl(RFC_SECRET, 'ada@example.org')).toBe(
      'otpauth://totp/Wayside%3Aada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Wayside',
    );
  });
});
