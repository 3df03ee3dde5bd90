import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../auth/actor.ts';
import { CASE, someRequest, startCaseSite, type CaseSite } from '../testing/case-site.ts';

const DAY_MS = 86_400_000;
const UNKNOWN = '00000000-0000-4000-8000-00000000abcd';
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

let site: CaseSite;
let rosa: UserActor;
let tom: UserActor;
let ada: UserActor;
beforeAll(async () => {
  site = await startCaseSite();
  rosa = await site.person('analyst', 'rosa');
  tom = await site.person('analyst', 'tom');
  ada = await site.person('approver', 'ada');
});
afterAll(() => site.stop());

const open = async (who = rosa): Promise<string> =>
  (await site.ask(who, 'POST', '/v1/cases', CASE)).body.id;
const request = (caseId: string, change: Parameters<typeof someRequest>[0] = {}) =>
  site.ask(rosa, 'POST', `/v1/cases/${caseId}/grants`, someRequest(change));
const search = (caseId: string, grantId: string, change: object = {}, who = rosa) =>
  site.ask(who, 'POST', `/v1/cases/${caseId}/searches`, { grantId, plate: 'KX52ABC', ...change });

describe('cases', () => {
  it('are opened with a purpose of the list and a reason in words', async () => {
    expect((await site.ask(rosa, 'GET', '/v1/cases')).body).toEqual({
      items: [],
      nextCursor: null,
    });
    const opened = await site.ask(rosa, 'POST', '/v1/cases', CASE);
    expect(opened).toMatchObject({
      status: 201,
      body: { ...CASE, status: 'open', openedBy: 'rosa', closedAt: null },
    });
    const { id } = opened.body;
    expect((await site.ask(rosa, 'GET', `/v1/cases/${id}`)).body).toEqual(opened.body);
    for (const change of [
      { purpose: 'curiosity' },
      { purpose: 'not-stated' },
      { reason: 'because I said so' },
      { reason: ' '.repeat(40) },
      { reference: ' ' },
    ]) {
      const refused = await site.ask(rosa, 'POST', '/v1/cases', { ...CASE, ...change });
      expect(refused).toMatchObject({ status: 400, body: { code: 'USAGE' } });
    }
  });

  it('are their analyst’s own: to others there is no such case', async () => {
    const id = await open();
    for (const [method, url, body] of [
      ['GET', `/v1/cases/${id}`, undefined],
      ['POST', `/v1/cases/${id}/close`, {}],
      ['GET', `/v1/cases/${id}/grants`, undefined],
      ['POST', `/v1/cases/${id}/grants`, someRequest()],
    ] as const) {
      expect(await site.ask(tom, method, url, body)).toMatchObject({ status: 404 });
    }
    expect((await site.ask(tom, 'GET', '/v1/cases')).body.items).toEqual([]);
    expect(await site.ask(rosa, 'GET', `/v1/cases/${UNKNOWN}`)).toMatchObject({ status: 404 });
  });

  it('come in pages, newest first', async () => {
    const meg = await site.person('analyst', 'meg');
    const ids = [];
    for (let at = 0; at < 5; at++) ids.unshift(await open(meg));
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await site.ask(meg, 'GET', `/v1/cases?limit=2${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(ids);
  });

  it('end for good when they are closed: reason, grants and searches are gone', async () => {
    const { caseId, grantId } = await site.grantedCase(rosa, ada);
    const signed = await search(caseId, grantId);
    expect(signed.status).toBe(200);
    const closed = await site.ask(rosa, 'POST', `/v1/cases/${caseId}/close`, {});
    expect(closed).toMatchObject({ status: 200, body: { status: 'closed', closedBy: 'rosa' } });
    expect(await search(caseId, grantId)).toMatchObject({
      status: 403,
      body: { code: 'GRANT_INVALID', message: expect.stringContaining('closed') as string },
    });
    expect((await site.ask(rosa, 'GET', `/v1/cases/${caseId}`)).body.reason).toBeNull();
    const { body } = await site.ask(rosa, 'GET', `/v1/cases/${caseId}/grants`);
    expect(body.items[0]!.scope).toBeNull();
    // Whoever turns the row back in the database has won nothing: the keeper's key is gone.
    await site.keeper.sql.query(
      `update case_file set status = 'open', closed_at = null, closed_by = null where id = $1`,
      [caseId],
    );
    expect(await search(caseId, grantId)).toMatchObject({ status: 403 });
    expect(await request(caseId)).toMatchObject({ status: 409, body: { code: 'CASE_CLOSED' } });
  });
});

describe('asking for a grant', () => {
  it('says how much it would match, and waits', async () => {
    const asked = await request(await open());
    expect(asked).toMatchObject({
      status: 201,
      body: {
        status: 'requested',
        requester: 'rosa',
        approver: null,
        expiresAt: null,
        needsSecondApprover: false,
        scope: { estimate: { expectedMatches: 0 } },
      },
    });
  });

  it.each([
    ['a camera that isn’t there', { cameras: ['moon'] }, 404, 'CAMERA_UNKNOWN'],
    ['an empty span', { from: daysAgo(1), to: daysAgo(1.1) }, 400, 'TIME_INVALID'],
    ['a day that doesn’t exist', { from: '2026-02-30T00:00:00Z' }, 400, 'TIME_INVALID'],
    ['no plate', { plates: [] }, 400, 'USAGE'],
    ['more hours than a grant lasts', { expiresInHours: 25 }, 403, 'GRANT_INVALID'],
    ['a reason of one word', { reason: 'plate' }, 400, 'USAGE'],
    [
      'two known characters',
      { plates: [{ pattern: 'KX*', wrongCharacters: 0, partial: false }] },
      422,
      'PATTERN_TOO_WIDE',
    ],
    [
      'a scan of too many camera hours',
      {
        plates: [{ pattern: '*X52*', wrongCharacters: 0, partial: false }],
        cameras: 'all',
        from: daysAgo(10),
      },
      422,
      'PATTERN_TOO_WIDE',
    ],
    ['all footage of ten days', { footage: 'all', from: daysAgo(10) }, 422, 'PATTERN_TOO_WIDE'],
  ] as const)('is refused with %s', async (_, change, status, code) => {
    const refused = await request(await open(), change as object);
    expect(refused).toMatchObject({ status, body: { code } });
  });

  it('is refused with the number when too little of the plate is known', async () => {
    const wide = { plates: [{ pattern: 'KX*' }] };
    expect(await request(await open(), wide)).toMatchObject({
      status: 422,
      body: { details: { known: 2, atLeast: 3, expectedMatches: 0, reads: 0 } },
    });
  });

  it('is refused with the number when it would match too many, and that is on record', async () => {
    const strict = await startCaseSite({
      api: { search: { mostExpectedMatches: 3, leastKnownCharacters: 2 } },
    });
    const analyst = await strict.person('analyst', 'rosa');
    for (let at = 0; at < 5; at++) await strict.see(`AB${1000 + at}`);
    const { body: file } = await strict.ask(analyst, 'POST', '/v1/cases', CASE);
    // All beginnings of two digits: together every plate of digits.
    const plates = Array.from({ length: 100 }, (_, at) => ({
      pattern: `${String(at).padStart(2, '0')}*`,
      wrongCharacters: 0 as const,
      partial: false,
    }));
    const url = `/v1/cases/${file.id}/grants`;
    const refused = await strict.ask(analyst, 'POST', url, someRequest({ plates }));
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'PATTERN_TOO_WIDE',
        message: expect.stringContaining('about 5, 3 at most') as string,
        details: { expectedMatches: 5, reads: 5, atMost: 3 },
      },
    });
    expect((await strict.keeper.auditDetails()).at(-1)).toMatchObject({
      action: 'request-denied',
      by: { name: 'rosa', role: 'analyst' },
      particulars: { code: 'PATTERN_TOO_WIDE' },
    });
    const few = await strict.ask(analyst, 'POST', url, someRequest({ plates: plates.slice(50) }));
    expect(few).toMatchObject({
      status: 201,
      body: { scope: { estimate: { expectedMatches: 3 } } },
    });
    await strict.stop();
  });
});
