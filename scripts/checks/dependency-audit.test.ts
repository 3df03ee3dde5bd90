import { expect, it } from 'vitest';
import { verdictOf } from './dependency-audit.ts';

const found = (severity: string) =>
  JSON.stringify({ vulnerabilities: { leftpad: { severity, range: '<2' } } });

it.each([
  ['no report at all', '', { kind: 'unchecked', why: 'npm audit gave no report' }],
  [
    'no advisories',
    '{"message":"405 Method Not Allowed"}',
    { kind: 'unchecked', why: '405 Method Not Allowed' },
  ],
  ['nothing known', '{"vulnerabilities":{}}', { kind: 'checked', serious: [] }],
  ['only a moderate one', found('moderate'), { kind: 'checked', serious: [] }],
  ['a high one', found('high'), { kind: 'checked', serious: ['leftpad <2 (high)'] }],
  ['a critical one', found('critical'), { kind: 'checked', serious: ['leftpad <2 (critical)'] }],
])('%s', (_, output, verdict) => {
  expect(verdictOf(output)).toEqual(verdict);
});
