import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, utcDayOf } from '../pipeline/time/utc-day.ts';
import type { SignedGrant } from './client/grant.ts';
import { connectKeeper, type SealedRow } from './client/keeper-client.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import {
  openBytesByGrant,
  openBytesByTicket,
  openState,
  openBytesForView,
  sealBytes,
  sealState,
} from './client/sealed-objects.ts';
import { somePlate } from './testing/some-plate.ts';
import { BY, NOW_MS, QUERY, startTestKeeper, type TestKeeper } from './testing/test-keeper.ts';

let site: TestKeeper;
beforeAll(async () => {
  site = await startTestKeeper();
});
afterAll(() => site.stop());

describe('the keeper process', () => {
  it('keeps folder, keys and socket to its user', async () => {
    const paths = keeperPaths(site.config.folder);
    expect((await stat(site.config.folder)).mode & 0o777).toBe(0o700);
    for (const file of [paths.keyring, paths.auditKeys, paths.socket, paths.roleToken('worker')]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
  });

  it('seals any number of reads, in order; none is none', async () => {
    expect(await site.worker.sealReads([])).toEqual([]);
    const texts = Array.from({ length: 2_500 }, (_, i) => `AB${10_000 + i}`);
    const reads = texts.map((text, i) => ({
      id: `many-${i}`,
      cameraId: 'north',
      capturedAtMs: NOW_MS - i,
      plate: somePlate(text),
    }));
    const sealed = await site.worker.sealReads(reads);
    const query = { pattern: 'AB1234?', wrongCharacters: 0, partial: false } as const;
    const rows = reads.map((read, i) => ({ ...read, sealed: sealed[i]!.sealed }));
    const opened = await site.operator.openRows({
      by: BY,
      grant: site.grant({ plates: [query] }),
      query,
      rows,
    });
    expect(opened.rows.map((row) => row.plate.text).sort()).toEqual(texts.slice(2_340, 2_350));
  });

  it('finds a plate by tokens, in its day only, and opens it with the reason', async () => {
    const row = await site.sealRow('ABB123');
    const yesterday = await site.sealRow('ABB123', { capturedAtMs: NOW_MS - DAY_MS });
    const plan = await site.operator.search({
      by: BY,
      grant: site.grant(),
      query: QUERY,
      fromMs: NOW_MS - 2 * DAY_MS,
      toMs: NOW_MS,
      cameras: ['north'],
    });
    expect(plan).toMatchObject({ scan: false, expiredBefore: null });
    expect(plan.days.map(({ day }) => day)).toEqual(
      [2, 1, 0].map((days) => utcDayOf(NOW_MS - 1 - days * DAY_MS)),
    );
    for (const { day, skeletonAny, partsAny } of plan.days) {
      expect(skeletonAny.includes(row.skeletonToken)).toBe(day === row.day);
      expect(skeletonAny.includes(yesterday.skeletonToken)).toBe(day === yesterday.day);
      expect(partsAny.some((token) => row.partTokens.includes(token))).toBe(day === row.day);
    }
    const opened = await site.operator.openRows({
      by: BY,
      grant: site.grant(),
      query: QUERY,
      rows: [row],
    });
    expect(opened.rows).toMatchObject([
      {
        id: row.id,
        plate: somePlate('ABB123'),
        match: { reasons: [{ kind: 'alike', position: 3, queried: '8', read: 'B' }] },
      },
    ]);
  });

  it('searches the days there are, though the span goes on into the future', async () => {
    const toMs = NOW_MS + 400 * DAY_MS;
    const plan = await site.operator.search({
      by: BY,
      grant: site.grant({ toMs }),
      query: QUERY,
      fromMs: NOW_MS - DAY_MS,
      toMs,
      cameras: ['north'],
    });
    expect(plan.days.length).toBeGreaterThanOrEqual(2);
    expect(plan.days.length).toBeLessThanOrEqual(5);
  });

  it('reveals nothing that query, cameras and span do not cover, and names broken rows', async () => {
    const right = await site.sealRow('AB8124');
    const otherPlate = await site.sealRow('XY9999');
    const otherCamera = await site.sealRow('AB8123', { cameraId: 'south' });
    const tooOld = await site.sealRow('AB8123', { capturedAtMs: NOW_MS - 11 * DAY_MS });
    const changed = await site.sealRow('AB8123');
    // A row that says it is from a camera of the grant, but isn't.
    const lying = { ...otherCamera, id: 'lying', cameraId: 'north' };
    const opened = await site.operator.openRows({
      by: BY,
      grant: site.grant(),
      query: QUERY,
      rows: [
        right,
        otherPlate,
        otherCamera,
        tooOld,
        lying,
        { ...changed, sealed: changed.sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) },
      ],
    });
    expect(opened.rows.map(({ id }) => id)).toEqual([right.id]);
    expect(opened.brokenIds).toEqual(['lying', changed.id]);
    expect(opened.expiredIds).toEqual([]);
  });

  it('writes search, opening and refusal into the log before it answers, with who and why', async () => {
    const before = (await site.auditDetails()).length;
    const span = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS, cameras: ['north'] };
    await site.operator.search({ by: BY, grant: site.grant(), query: QUERY, ...span });
    const row = await site.sealRow('AB8123');
    await site.operator.openRows({ by: BY, grant: site.grant(), query: QUERY, rows: [row] });
    const other = { ...QUERY, pattern: 'XY 9999' };
    await expect(
      site.operator.search({ by: BY, grant: site.grant(), query: other, ...span }),
    ).rejects.toMatchObject({
      code: 'GRANT_INVALID',
    });
    const who = { id: 'grant-1', caseId: 'case-1', requester: 'Rosa', approver: 'Ada' };
    expect((await site.auditDetails()).slice(before)).toMatchObject([
      { action: 'search', by: BY, grant: who, selfApproved: false, query: QUERY, ...span },
      { action: 'rows-opened', by: BY, grant: who, examined: 1, revealedIds: [row.id] },
      { action: 'denied', by: BY, call: 'search', code: 'GRANT_INVALID', sequence: before + 2 },
    ]);
  });

  it('holds no plate text in the database outside the seal', async () => {
    const { rows } = await site.sql.query<{ detail: string }>(
      `select encode(sealed_detail, 'escape') || encode(leaf_hash, 'escape') as detail
       from audit_entry`,
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { detail } of rows) expect(detail).not.toMatch(/8123|9999|case-1|Rosa/);
  });

  it('gives no answer when the log cannot be written', async () => {
    const row = await site.sealRow('AB8123');
    await site.sql.query('alter table audit_entry rename to away');
    try {
      const unreachable = { code: 'AUDIT_UNAVAILABLE' };
      const span = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS, cameras: ['north'] };
      await expect(
        site.operator.search({ by: BY, grant: site.grant(), query: QUERY, ...span }),
      ).rejects.toMatchObject(unreachable);
      await expect(
        site.operator.openRows({ by: BY, grant: site.grant(), query: QUERY, rows: [row] }),
      ).rejects.toMatchObject(unreachable);
      await expect(
        site.operator.moveRatchet({
          by: BY,
          kind: 'reads',
          oldestDay: utcDayOf(NOW_MS),
          reason: 'test',
        }),
      ).rejects.toMatchObject(unreachable);
      // Sealing needs no log: ingest goes on.
      await site.sealRow('AB8123');
    } finally {
      await site.sql.query('alter table away rename to audit_entry');
    }
    expect(
      (await site.operator.openRows({ by: BY, grant: site.grant(), query: QUERY, rows: [row] }))
        .rows,
    ).toHaveLength(1);
  });

  it.each([
    ['not signed by its approver', () => ({ ...site.grant(), signature: 'AAAA' })],
    ['approved by its requester', () => site.grant({ requester: 'Ada' })],
    ['that has expired', () => site.grant({ expiresAtMs: NOW_MS - 1 })],
  ])('refuses a grant %s', async (_, make) => {
    await expect(
      site.operator.openRows({
        by: BY,
        grant: make(),
        query: QUERY,
        rows: [await site.sealRow('AB8123')],
      }),
    ).rejects.toMatchObject({ code: 'GRANT_INVALID' });
  });

  it('lets each role do its own work only, and nobody without its token', async () => {
    const row = await site.sealRow('AB8123');
    await expect(
      site.worker.openRows({ by: BY, grant: site.grant(), query: QUERY, rows: [row] }),
    ).rejects.toMatchObject({ code: 'ROLE_REFUSED' });
    await expect(
      site.operator.sealReads([{ ...row, plate: somePlate('A1') }]),
    ).rejects.toMatchObject({
      code: 'ROLE_REFUSED',
    });
    const stranger = connectKeeper({
      address: site.keeper.socketPath,
      role: 'operator',
      token: 'guess',
    });
    await expect(stranger.status()).rejects.toMatchObject({ code: 'ROLE_REFUSED' });
    stranger.close();
    expect((await site.auditDetails()).slice(-3)).toMatchObject([
      { action: 'denied', call: 'openRows', role: 'worker' },
      { action: 'denied', call: 'sealReads', code: 'ROLE_REFUSED' },
      { action: 'denied', call: 'hello', role: 'operator' },
    ]);
  });

  it.each([
    ['no text', { plate: somePlate('') }, 'USAGE'],
    ['a text without end', { plate: somePlate('A'.repeat(25)) }, 'USAGE'],
    ['half a millisecond', { capturedAtMs: NOW_MS + 0.5 }, 'USAGE'],
    ['next week', { capturedAtMs: NOW_MS + 7 * DAY_MS }, 'TIME_INVALID'],
    ['last year', { capturedAtMs: NOW_MS - 366 * DAY_MS }, 'EXPIRED'],
  ])('refuses a read with %s', async (_, change, code) => {
    const read = { id: 'r', cameraId: 'north', capturedAtMs: NOW_MS, plate: somePlate('AB1') };
    await expect(site.worker.sealReads([{ ...read, ...change }])).rejects.toMatchObject({ code });
  });
});

describe('sealed objects', () => {
  const bytes = Buffer.from('moving pictures, '.repeat(20_000));
  const object = {
    kind: 'footage',
    content: 'clip',
    objectId: 'segment-1',
    cameraId: 'north',
    startMs: NOW_MS - 4000,
    endMs: NOW_MS,
  } as const;

  it('open for the job that holds the ticket, under their own name', async () => {
    const { sealed, ticket } = await sealBytes(site.worker, object, bytes);
    expect(Buffer.from(sealed).includes('moving')).toBe(false);
    expect(bytes.equals(await openBytesByTicket(site.worker, 'segment-1', ticket, sealed))).toBe(
      true,
    );
    await expect(openBytesByTicket(site.worker, 'segment-2', ticket, sealed)).rejects.toMatchObject(
      {
        code: 'TICKET_INVALID',
      },
    );
    const again = await sealBytes(site.worker, object, bytes);
    await expect(
      openBytesByTicket(site.worker, 'segment-1', again.ticket, sealed),
    ).rejects.toMatchObject({ code: 'TICKET_INVALID' });
  });

  it('can carry their ticket: state between two segments', async () => {
    const state = await sealState(site.worker, object, bytes);
    expect(bytes.equals(await openState(site.worker, 'segment-1', state))).toBe(true);
    await expect(openState(site.worker, 'segment-1', state.subarray(0, 30))).rejects.toMatchObject({
      code: 'SEAL_BROKEN',
    });
  });

  it('open under a grant for the sightings it covers', async () => {
    const { sealed } = await sealBytes(site.worker, object, bytes);
    const sighting = await site.sealRow('AB8123');
    const open = (signed: SignedGrant, row?: SealedRow) =>
      openBytesByGrant(
        site.operator,
        'segment-1',
        { by: BY, grant: signed, ...(row && { sighting: row }) },
        sealed,
      );
    expect(bytes.equals(await open(site.grant(), sighting))).toBe(true);
    expect(bytes.equals(await open(site.grant({ footage: 'all' })))).toBe(true);
    const refused = { code: 'GRANT_INVALID' };
    await expect(open(site.grant())).rejects.toMatchObject(refused);
    await expect(open(site.grant({ footage: 'none' }), sighting)).rejects.toMatchObject(refused);
    await expect(open(site.grant(), await site.sealRow('XY9999'))).rejects.toMatchObject(refused);
    await expect(
      open(site.grant(), await site.sealRow('AB8123', { capturedAtMs: NOW_MS - DAY_MS })),
    ).rejects.toMatchObject(refused);
    await expect(open(site.grant({ cameras: ['south'], footage: 'all' }))).rejects.toMatchObject(
      refused,
    );
    expect((await site.auditDetails()).at(-6)).toMatchObject({
      action: 'object-opened',
      objectId: 'segment-1',
    });
  });

  it.each(['footage', 'facts', 'state', 'unmasked-clip'] as const)(
    'stay shut for an operator when they hold %s, whatever the grant',
    async (content) => {
      const { sealed } = await sealBytes(site.worker, { ...object, content }, bytes);
      const opening = { by: BY, grant: site.grant({ footage: 'all' }) };
      await expect(
        openBytesByGrant(site.operator, 'segment-1', opening, sealed),
      ).rejects.toMatchObject({ code: 'GRANT_INVALID' });
    },
  );

  it('open without a grant when they are masked pictures, on record; no other does', async () => {
    const crop = { ...object, kind: 'crops', content: 'masked-crop', objectId: 'crop-1' } as const;
    const masked = await sealBytes(site.worker, crop, bytes);
    const opened = await openBytesForView(site.operator, 'crop-1', BY, masked.sealed);
    expect(bytes.equals(opened)).toBe(true);
    expect((await site.auditDetails()).at(-1)).toMatchObject({
      action: 'masked-picture-opened',
      by: BY,
      objectId: 'crop-1',
    });
    const own = await sealBytes(site.worker, { ...crop, content: 'crop' }, bytes);
    await expect(openBytesForView(site.operator, 'crop-1', BY, own.sealed)).rejects.toMatchObject({
      code: 'GRANT_INVALID',
    });
    // A header that says “masked” over an own picture gives another key.
    const lying = Buffer.from(own.sealed);
    const claims = lying.subarray(6, 6 + lying.readUInt16BE(4)).toString('utf8');
    const said = Buffer.from(claims.replace('"content":"crop"', '"content":"masked-crop"'));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(said.length);
    const forged = Buffer.concat([
      lying.subarray(0, 4),
      length,
      said,
      lying.subarray(6 + Buffer.byteLength(claims)),
    ]);
    await expect(openBytesForView(site.operator, 'crop-1', BY, forged)).rejects.toMatchObject({
      code: 'SEAL_BROKEN',
    });
    await expect(sealBytes(site.worker, { ...crop, kind: 'footage' }, bytes)).rejects.toMatchObject(
      { code: 'USAGE' },
    );
  });
});
