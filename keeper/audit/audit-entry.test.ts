import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeAuditEntry, openAuditEntry, type AuditEvent } from './audit-entry.ts';
import { leafHash } from '../client/log/merkle-tree.ts';
import { NOW_MS } from '../testing/some-grant.ts';

const keys = { seal: randomBytes(32) };
const event: AuditEvent = { action: 'search', query: { pattern: 'XK77ABC' } };

describe('audit entries', () => {
  it('open to the event, its place and its time', () => {
    const entry = makeAuditEntry(keys, event, 7, NOW_MS);
    expect(openAuditEntry(keys, entry)).toEqual({
      ...event,
      version: 1,
      sequence: 7,
      recordedAt: '2026-05-20T12:00:00.000Z',
    });
  });

  it('hide the plate, and equal searches look different', () => {
    const one = makeAuditEntry(keys, event, 7, NOW_MS);
    const other = makeAuditEntry(keys, event, 7, NOW_MS);
    expect(one.sealedDetail.includes('XK77')).toBe(false);
    expect(one.leafHash).not.toEqual(other.leafHash);
  });

  it('keep their leaf when the detail is erased: it is a hash of the commitment alone', () => {
    const { leafHash: leaf, sealedDetail } = makeAuditEntry(keys, event, 7, NOW_MS);
    expect(leafHash(sealedDetail.subarray(0, 32))).toEqual(leaf);
  });

  it('show every changed byte, and being moved', () => {
    const entry = makeAuditEntry(keys, event, 7, NOW_MS);
    for (let at = 0; at < entry.sealedDetail.length; at++) {
      const sealedDetail = Buffer.from(entry.sealedDetail);
      sealedDetail[at]! ^= 1;
      expect(() => openAuditEntry(keys, { ...entry, sealedDetail })).toThrow(/entry 7 was changed/);
    }
    expect(() => openAuditEntry(keys, { ...entry, sequence: 8 })).toThrow(/entry 8 was changed/);
  });
});
