import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApprovers } from '../../keeper/approvers.ts';
import { saveGaps } from '../../store/gaps.ts';
import { sampleFootage } from '../../store/testing/sample-rows.ts';
import { saveTracks } from '../../store/tracks.ts';
import type { UserActor } from '../auth/actor.ts';
import {
  CASE,
  PASSPHRASE,
  someRequest,
  startCaseSite,
  type CaseSite,
} from '../testing/case-site.ts';

const DAY_MS = 86_400_000;
const UNKNOWN = '00000000-0000-4000-8000-00000000abcd';
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

let site: CaseSite;
let rosa: UserActor;
let tom: UserActor;
let ada: UserActor;
let ben: UserActor;
beforeAll(async () => {
  site = await startCaseSite();
  rosa = await site.person('analyst', 'rosa');
  tom = await site.person('analyst', 'tom');
  ada = await site.person('approver', 'ada');
  ben = await site.person('approver', 'ben');
});
afterAll(() => site.stop());

const open = async (who = rosa): Promise<string> =>
  (await site.ask(who, 'POST', '/v1/cases', CASE)).body.id;
const request = (caseId: string, change: Parameters<typeof someRequest>[0] = {}) =>
  site.ask(rosa, 'POST', `/v1/cases/${caseId}/grants`, someRequest(change));
const approve = (who: UserActor, grantId: string, passphrase = PASSPHRASE) =>
  site.ask(who, 'POST', `/v1/grants/${grantId}/approve`, { passphrase });
const search = (caseId: string, grantId: string, change: object = {}, who = rosa) =>
  site.ask(who, 'POST', `/v1/cases/${caseId}/searches`, { grantId, plate: 'KX52ABC', ...change });

describe('searching', () => {
  it('finds the plate with the reason, and says what was not seen', async () => {
    const own = await startCaseSite({ api: { search: { quotas: { searchesPerHour: 4 } } } });
    const analyst = await own.person('analyst', 'rosa');
    const approver = await own.person('approver', 'ada');
    const exact = await own.see('KX52ABC');
    const alike = await own.see('KX52A8C', { capturedAtMs: Date.now() - 2 * 3_600_000 });
    await own.see('XY99ZZZ');
    await own.see('KX52ABC', { cameraId: 'south' });
    await own.see('KX52ABC', { capturedAtMs: Date.now() - 3 * DAY_MS });
    const { gap, track } = sampleFootage(new Date(Date.now() - 3_600_000));
    await saveGaps(own.db, [gap(0)]);
    const { trackId } = await own.db
      .selectFrom('sighting')
      .select('trackId')
      .where('id', '=', exact)
      .executeTakeFirstOrThrow();
    await saveTracks(own.db, [track(1, { id: trackId, cropKey: 'crops/1' })]);
    const { caseId, grantId } = await own.grantedCase(analyst, approver);
    const url = `/v1/cases/${caseId}/searches`;
    const asked = { grantId, plate: 'kx52 abc', wrongCharacters: 1 };
    const { status, body } = await own.ask(analyst, 'POST', url, asked);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 2,
      nextCursor: null,
      expiredBefore: null,
      truncated: false,
      gaps: [{ camera: 'north', from: gap(0).startedAt.toISOString(), cause: 'DECODE_FAILED' }],
      brokenIds: [],
      items: [
        {
          type: 'sighting',
          sightingId: exact,
          plate: { text: 'KX52ABC', confidence: 0.9, region: 'eu' },
          match: { score: 1, reasons: [] },
          camera: 'north',
          class: 'car',
          colour: 'blue',
          hasPicture: true,
        },
        { sightingId: alike, hasPicture: false, match: { reasons: ['B≈8 at position 6'] } },
      ],
    });
    const first = await own.ask(analyst, 'POST', url, { ...asked, limit: 1 });
    expect(first.body.items).toEqual(body.items.slice(0, 1));
    const cursor = first.body.nextCursor!;
    const second = await own.ask(analyst, 'POST', url, { ...asked, limit: 1, cursor });
    expect(second.body).toMatchObject({ items: body.items.slice(1), nextCursor: null, total: 2 });
    const none = await own.ask(analyst, 'POST', url, { ...asked, colours: ['red'] });
    expect(none.body).toMatchObject({ items: [], total: 0 });
    expect(await own.ask(analyst, 'POST', url, asked)).toMatchObject({
      status: 429,
      body: { code: 'QUOTA_EXCEEDED', details: { used: 4, atMost: 4 } },
    });
    expect((await own.keeper.auditDetails()).at(-1)).toMatchObject({ action: 'request-denied' });
    await own.stop();
  });

  it('is for whoever asked for the grant, in its case', async () => {
    const { caseId, grantId } = await site.grantedCase(rosa, ada);
    expect(await search(caseId, grantId, {}, tom)).toMatchObject({ status: 404 });
    expect(await search(await open(), grantId)).toMatchObject({ status: 404 });
    expect(await search(caseId, UNKNOWN)).toMatchObject({ status: 404 });
    for (const role of ['approver', 'auditor', 'integrator', 'administrator'] as const) {
      const other = { ...rosa, role };
      expect(await search(caseId, grantId, {}, other)).toMatchObject({ status: 403 });
    }
  });

  it.each([
    ['another plate', { plate: 'XY99ZZZ' }, 403, 'GRANT_INVALID'],
    ['a wider pattern', { plate: 'KX5*' }, 403, 'GRANT_INVALID'],
    ['more wrong characters', { wrongCharacters: 2 }, 403, 'GRANT_INVALID'],
    ['another camera', { cameras: ['south'] }, 403, 'GRANT_INVALID'],
    ['all cameras', { cameras: 'all' }, 403, 'GRANT_INVALID'],
    ['an earlier time', { from: daysAgo(4) }, 403, 'GRANT_INVALID'],
    ['a later time', { to: daysAgo(-4) }, 403, 'GRANT_INVALID'],
    ['no pattern', { plate: 'KX52!' }, 400, 'PATTERN_INVALID'],
    ['someone else’s cursor', { cursor: 'e30' }, 400, 'USAGE'],
  ])('refuses %s', async (_, change, status, code) => {
    const { caseId, grantId } = await site.grantedCase(rosa, ada);
    expect(await search(caseId, grantId, change)).toMatchObject({ status, body: { code } });
  });

  it('refuses before approval, after withdrawal, after the end, and after its approver is retired', async () => {
    const caseId = await open();
    const { body: asked } = await request(caseId);
    expect(await search(caseId, asked.id)).toMatchObject({ status: 403 });
    await approve(ada, asked.id);
    expect(await search(caseId, asked.id)).toMatchObject({ status: 200 });
    const withdrawn = await site.ask(rosa, 'POST', `/v1/grants/${asked.id}/withdraw`, {});
    expect(withdrawn).toMatchObject({ status: 200, body: { status: 'withdrawn' } });
    expect(await search(caseId, asked.id)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('withdrawn') as string },
    });
    await site.keeper.sql.query(`update case_grant set status = 'approved' where id = $1`, [
      asked.id,
    ]);
    expect(await search(caseId, asked.id)).toMatchObject({ status: 403 });

    const short = await site.grantedCase(rosa, ada, { expiresInHours: 0.0003 });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await search(short.caseId, short.grantId)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('expired') as string },
    });
    const listed = await site.ask(rosa, 'GET', `/v1/cases/${short.caseId}/grants`);
    expect(listed.body.items).toMatchObject([{ status: 'expired' }]);

    const zoe = await site.person('approver', 'zoe');
    const { caseId: other, grantId } = await site.grantedCase(rosa, zoe);
    expect(await search(other, grantId)).toMatchObject({ status: 200 });
    await openApprovers(site.keeper.config.folder).retire('zoe');
    expect(await search(other, grantId)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('not registered') as string },
    });
    expect((await site.keeper.auditDetails()).map(({ action }) => action)).toContain(
      'approvers-changed',
    );
  });

  it('lets an approver take back what they signed, and nobody else', async () => {
    const { caseId, grantId } = await site.grantedCase(rosa, ada);
    const withdraw = (who: UserActor) =>
      site.ask(who, 'POST', `/v1/grants/${grantId}/withdraw`, {});
    expect(await withdraw(tom)).toMatchObject({ status: 404 });
    expect(await withdraw(ben)).toMatchObject({ status: 404 });
    expect(await withdraw(ada)).toMatchObject({ status: 200 });
    expect(await search(caseId, grantId)).toMatchObject({ status: 403 });
  });

  it('believes no grant that the database was made to say is approved', async () => {
    const { caseId, grantId } = await site.grantedCase(rosa, ada);
    const { body: asked } = await request(await open());
    // The sealed grant of one request under the name of another.
    await site.keeper.sql.query(
      `update case_grant set status = 'approved', approver = 'ada',
         sealed_grant = (select sealed_grant from case_grant where id = $2) where id = $1`,
      [asked.id, grantId],
    );
    expect(await search(asked.caseId, asked.id)).toMatchObject({
      status: 500,
      body: { code: 'SEAL_BROKEN' },
    });
    expect(await search(caseId, grantId)).toMatchObject({ status: 200 });
  });
});

/** Tables of the whole database that hold one of the texts, as text or as bytes. */
async function tablesWith(secrets: readonly string[]) {
  const { rows } = await site.keeper.sql.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const stored = await site.keeper.sql.query<{ text: string }>(
      `select coalesce(string_agg(t::text, ' '), '') as text from "${name}" t`,
    );
    const { text } = stored.rows[0]!;
    const hex = secrets.map((secret) => Buffer.from(secret).toString('hex'));
    if ([...secrets, ...hex].some((secret) => text.includes(secret))) found.push(name);
  }
  return { looked: rows.map(({ name }) => name), found };
}

describe('what is stored', () => {
  it('shows no plate and no reason in any table', async () => {
    const { caseId, grantId } = await site.grantedCase(rosa, ada);
    await search(caseId, grantId);
    const { body: asked } = await request(caseId);
    const refusal = { reason: 'KX52ABC is not what the witness said.' };
    await site.ask(ben, 'POST', `/v1/grants/${asked.id}/refuse`, refusal);
    const secrets = ['KX52', 'witness', 'cyclist'];
    const tables = await tablesWith(secrets);
    expect(tables.looked).toContain('case_grant');
    expect(tables.found).toEqual([]);
    // That it would be seen, in text and in bytes.
    await site.keeper.sql.query(
      `create table planted_text as select 'seen: KX52ABC'::text as note;
       create table planted_bytes as select 'KX52ABC'::bytea as sealed`,
    );
    expect((await tablesWith(secrets)).found).toEqual(['planted_bytes', 'planted_text']);
    await site.keeper.sql.query('drop table planted_text, planted_bytes');
    expect(site.api.logLines.join('')).not.toMatch(/KX52|witness/);
  });
});

describe('without the audit log', () => {
  it('answers nothing: 503', async () => {
    const { caseId, grantId } = await site.grantedCase(rosa, ada);
    const { body: asked } = await request(caseId);
    await site.keeper.sql.query('alter table audit_entry rename to away');
    try {
      const unavailable = { status: 503, body: { code: 'AUDIT_UNAVAILABLE' } };
      expect(await search(caseId, grantId)).toMatchObject(unavailable);
      expect(await site.ask(rosa, 'POST', '/v1/cases', CASE)).toMatchObject(unavailable);
      expect(await request(caseId)).toMatchObject(unavailable);
      expect(await approve(ada, asked.id)).toMatchObject(unavailable);
      expect(await site.ask(rosa, 'GET', `/v1/cases/${caseId}`)).toMatchObject(unavailable);
    } finally {
      await site.keeper.sql.query('alter table away rename to audit_entry');
    }
    expect(await search(caseId, grantId)).toMatchObject({ status: 200 });
  });
});
