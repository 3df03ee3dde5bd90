import { cp } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnKeeper, type EmbeddedKeeper } from '../spawn.ts';
import type { KeeperClient } from '../client/keeper-client.ts';
import { BY, startTestKeeper, type TestKeeper } from '../testing/test-keeper.ts';

let site: TestKeeper;
beforeAll(async () => {
  site = await startTestKeeper();
});
afterAll(() => site.stop());

const record = (operator: KeeperClient, count: number, name: string) =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      operator.recordEvent({ by: BY, action: 'tracks-searched', particulars: { name, at } }),
    ),
  );

describe('what the API records', () => {
  it('is in the log before it is answered, with who asked', async () => {
    const sequence = await site.operator.recordEvent({
      by: BY,
      action: 'case-opened',
      particulars: { caseId: 'c-1', purpose: 'collision', reason: 'High St, KX52ABC' },
    });
    expect((await site.auditDetails())[sequence]).toMatchObject({
      action: 'case-opened',
      by: BY,
      particulars: { caseId: 'c-1', reason: 'High St, KX52ABC' },
    });
  });

  it.each([
    ['an action of the keeper’s own', { action: 'search' }],
    ['an action that nobody knows', { action: 'made-up' }],
    ['no name', { by: { name: '', role: 'analyst' } }],
    ['a role that is no word', { by: { name: 'Rosa', role: 'Chief Analyst!' } }],
  ])('is refused with %s', async (_, change) => {
    const event = { by: BY, action: 'case-opened', particulars: {}, ...change };
    await expect(site.operator.recordEvent(event as never)).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('is not for workers', async () => {
    const event = { by: BY, action: 'case-opened', particulars: {} } as const;
    const refused = { code: 'ROLE_REFUSED' };
    await expect(site.worker.recordEvent(event)).rejects.toMatchObject(refused);
    const reading = { by: BY, fromSequence: 0, limit: 1, view: 'full' } as const;
    await expect(site.worker.readAudit(reading)).rejects.toMatchObject(refused);
  });
});

describe('reading the log', () => {
  it('gives all or what may be counted, and goes on where it ended', async () => {
    const sequence = await site.operator.recordEvent({
      by: BY,
      action: 'grant-requested',
      particulars: { purpose: 'collision', plate: 'KX52ABC', days: 2 },
    });
    const ask = { by: BY, fromSequence: sequence, limit: 1 } as const;
    const full = await site.operator.readAudit({ ...ask, view: 'full' });
    expect(full).toMatchObject({ size: sequence + 1, nextSequence: null });
    expect(full.entries[0]!.detail).toMatchObject({ particulars: { plate: 'KX52ABC' } });
    const counted = await site.operator.readAudit({ ...ask, view: 'statistics' });
    expect(counted.nextSequence).toBe(sequence + 1);
    expect(counted.entries[0]!.detail).toEqual({
      action: 'grant-requested',
      recordedAt: new Date(counted.entries[0]!.recordedAtMs).toISOString(),
      sequence,
      role: 'analyst',
      purpose: 'collision',
      days: 2,
    });
    expect((await site.auditDetails()).slice(-2)).toMatchObject([
      { action: 'audit-read', by: BY, view: 'full' },
      { action: 'audit-read', by: BY, view: 'statistics' },
    ]);
  });

  it('ends where the log ends', async () => {
    const ask = { by: BY, fromSequence: 1_000_000, limit: 5, view: 'full' } as const;
    expect(await site.operator.readAudit(ask)).toMatchObject({ entries: [], nextSequence: null });
  });
});

describe('many at once', () => {
  it('are entries each, in order, though they are written in groups', async () => {
    const before = (await site.auditDetails()).length;
    const sequences = await record(site.operator, 1_500, 'one');
    expect([...sequences].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1_500 }, (_, at) => before + at),
    );
    const details = await site.auditDetails();
    expect(details[sequences[700]!]).toMatchObject({ particulars: { name: 'one', at: 700 } });
    const { rows } = await site.sql.query<{ subtrees: string }>(
      'select count(*) as subtrees from audit_subtree where level = 1',
    );
    expect(Number(rows[0]!.subtrees)).toBe(Math.floor(details.length / 256));
  });

  it('from two keepers of one log come one after the other, none twice and none lost', async () => {
    const folder = path.join(site.folder, 'twin');
    const filter = (file: string) => !file.endsWith('.sock');
    await cp(site.config.folder, folder, { recursive: true, filter });
    const twin: EmbeddedKeeper = await spawnKeeper({ ...site.config, folder });
    const other = await twin.connect('operator');
    try {
      const rounds = Array.from({ length: 10 }, (_, round) => [
        record(site.operator, 30, `here ${round}`),
        record(other, 30, `there ${round}`),
      ]).flat();
      const sequences = (await Promise.all(rounds)).flat();
      expect(new Set(sequences).size).toBe(600);
      // Both follow what the other wrote.
      await record(site.operator, 1, 'last here');
      const details = await site.auditDetails();
      const names = details.map(
        ({ particulars }) => (particulars as { name?: string } | undefined)?.name,
      );
      expect(names.filter((name) => name?.startsWith('there'))).toHaveLength(300);
      expect(names.filter((name) => name?.startsWith('here'))).toHaveLength(300);
    } finally {
      other.close();
      await twin.stop();
    }
  });
});
