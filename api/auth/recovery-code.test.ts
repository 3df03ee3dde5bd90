import { expect, it } from 'vitest';
import { hashRecoveryCode, newRecoveryCode } from './recovery-code.ts';

it('is known again however it is typed, and no other is', () => {
  const code = newRecoveryCode();
  expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){5}$/);
  const hash = hashRecoveryCode(code);
  expect(hashRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')}`)).toEqual(hash);
  expect(hashRecoveryCode(newRecoveryCode())).not.toEqual(hash);
  expect(hashRecoveryCode('')).not.toEqual(hash);
});
