import { describe, expect, it } from 'vitest';
import { auditStatistics } from './audit-statistics.ts';
import { someGrant } from '../testing/some-grant.ts';

const head = { action: 'search', recordedAt: '2026-05-20T12:00:00.000Z', sequence: 7 };
const by = { name: 'Rosa', role: 'analyst', requestId: 'r-1' };
const id = '0b8f9a52-6a1e-4c5b-9b57-0d6a3f0e8c11';

describe('what of an entry is public', () => {
  it.each([
    ['nothing but its head where nothing is known', {}, {}],
    [
      'of a search: purpose, cameras, no plate, name, case or reason',
      {
        by,
        grant: someGrant({ id }),
        query: { pattern: 'AB8123', wrongCharacters: 0, partial: false },
        cameras: ['north'],
        selfApproved: true,
      },
      {
        role: 'analyst',
        grantId: id,
        purpose: 'quality-control',
        cameras: ['north'],
        selfApproved: true,
      },
    ],
    [
      'of opened rows: how many',
      { examined: 12, revealedIds: ['a', 'b'], brokenIds: [], expired: 1 },
      { examined: 12, revealed: 2, broken: 0, expired: 1 },
    ],
    [
      'of an opened object: what it holds, not which',
      { object: { content: 'crop', cameraId: 'north' }, objectId: 'o-1', forWorker: true },
      { content: 'crop', forWorker: true },
    ],
    [
      'of moved ratchets and counted cameras: where to, and why they are there',
      {
        moves: [{ name: 'reads', from: '2026-05-01', to: null }],
        particulars: { occasions: [{ occasion: 'School crossing, west', cameras: 2 }] },
      },
      {
        moves: [{ name: 'reads', from: '2026-05-01', to: null }],
        occasions: [{ occasion: 'School crossing, west', cameras: 2 }],
      },
    ],
    [
      'of a denial: the code, not what was claimed',
      { call: 'search', code: 'GRANT_INVALID', message: 'AB8123', claimed: '{"query":"AB8123"}' },
      { call: 'search', code: 'GRANT_INVALID' },
    ],
    [
      'of what the API recorded: known fields that look as they should',
      {
        particulars: {
          kind: 'reads-7',
          counts: { rows: 3, 'AB 8123': 1 },
          purpose: 'AB 8123',
          plate: 'AB8123',
          days: '3',
        },
      },
      { kind: 'reads-7' },
    ],
    ['counts by name', { particulars: { counts: { rows: 3 } } }, { counts: { rows: 3 } }],
  ])('%s', (_, detail, expected) => {
    expect(auditStatistics({ ...head, ...detail })).toEqual({ ...head, ...expected });
  });
});
