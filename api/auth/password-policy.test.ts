import { describe, expect, it } from 'vitest';
import { checkPassword } from './password-policy.ts';

describe('checkPassword', () => {
  it.each([
    ['', 'fewer'],
    ['elevenchars', 'fewer'],
    ['aaaaaaaaaaaaaaaa', 'few different'],
    ['123456789012', 'sequence'],
    ['abcdefghijklm', 'sequence'],
    ['xkqzxkqzxkqz', 'few different'],
    ['Password2024!', 'commonest'],
    ['P@ssw0rd12345', 'commonest'],
    ['passwordpassword', 'commonest'],
    ['qwertyuiop123', 'commonest'],
    ['Administrator1', 'commonest'],
    ['rosalind-was-here', 'name'],
  ])('refuses %j', (password, why) => {
    expect(() => {
      checkPassword(password, 'rosalind.f@example.org');
    }).toThrow(
      expect.objectContaining({
        code: 'PASSWORD_WEAK',
        message: expect.stringContaining(why) as string,
      }),
    );
  });

  it.each(['a long road at night', 'tür-zwölf-öffnet', 'Xq7!vbnRt2#kLm', 'twelve chars'])(
    'takes %j',
    (password) => {
      expect(() => {
        checkPassword(password, 'rosalind');
      }).not.toThrow();
    },
  );
});
