import { describe, expect, it } from 'vitest';
import { somebody } from '../testing/test-api.ts';
import { checkAccess, FRESH_FOR_MS } from './access.ts';
import { ROLES, SCOPES, type KeyActor } from './actor.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const key = (...scopes: KeyActor['scopes']): KeyActor => ({
  kind: 'key',
  keyId: 'k',
  name: 'desk',
  role: 'integrator',
  scopes,
});
const codeOf = (...args: Parameters<typeof checkAccess>) => {
  try {
    checkAccess(...args);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('checkAccess', () => {
  it('lets everybody into what is public', () => {
    for (const actor of [null, key(), somebody('analyst')]) {
      expect(codeOf('public', actor, NOW_MS)).toBeNull();
    }
  });

  it.each(ROLES)('lets %s into what names the role, and nothing else', (role) => {
    for (const named of ROLES) {
      const expected = named === role ? null : 'FORBIDDEN';
      expect(codeOf({ roles: [named] }, somebody(role), NOW_MS)).toBe(expected);
    }
    expect(codeOf({ roles: [] }, somebody(role), NOW_MS)).toBe('FORBIDDEN');
    expect(codeOf({ roles: [role] }, null, NOW_MS)).toBe('NOT_SIGNED_IN');
  });

  it.each(SCOPES)('lets keys with %s into what needs it, and nothing else', (scope) => {
    expect(codeOf({ roles: [], scope }, key(scope), NOW_MS)).toBeNull();
    const others = SCOPES.filter((other) => other !== scope);
    expect(codeOf({ roles: ROLES, scope }, key(...others), NOW_MS)).toBe('FORBIDDEN');
    expect(codeOf({ roles: ROLES }, key(...SCOPES), NOW_MS)).toBe('FORBIDDEN');
    expect(codeOf('signed-in', key(...SCOPES), NOW_MS)).toBe('FORBIDDEN');
  });

  it('asks for a proof of the last five minutes where that is said', () => {
    const access = { roles: ['analyst'], fresh: true } as const;
    const proven = (ageMs: number) => ({
      ...somebody('analyst'),
      authenticatedAtMs: NOW_MS - ageMs,
    });
    expect(codeOf(access, proven(FRESH_FOR_MS), NOW_MS)).toBeNull();
    expect(codeOf(access, proven(FRESH_FOR_MS + 1), NOW_MS)).toBe('SIGN_IN_AGAIN');
    expect(codeOf({ roles: ['analyst'] }, proven(FRESH_FOR_MS + 1), NOW_MS)).toBeNull();
  });

  it('lets whoever lacks a second factor into what is about themselves only', () => {
    const lacking = { ...somebody('analyst'), lacksSecondFactor: true };
    expect(codeOf('signed-in', lacking, NOW_MS)).toBeNull();
    expect(codeOf({ roles: ['analyst'] }, lacking, NOW_MS)).toBe('SECOND_FACTOR_MISSING');
    expect(codeOf({ roles: ['auditor'] }, lacking, NOW_MS)).toBe('FORBIDDEN');
  });
});
