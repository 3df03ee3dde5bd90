import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
let ada: UserActor;
let ben: UserActor;
beforeAll(async () => {
  site = await startCaseSite();
  rosa = await site.person('analyst', 'rosa');
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

describe('approving', () => {
  it('shows all that is signed, to approvers, and nothing of what is decided', async () => {
    const { body: asked } = await request(await open());
    const waiting = await site.ask(ada, 'GET', '/v1/grants?limit=200');
    const shown = waiting.body.items.find(({ id }: { id: string }) => id === asked.id);
    expect(shown).toEqual({
      ...asked,
      case: { reference: CASE.reference, purpose: CASE.purpose, reason: CASE.reason },
    });
    const approved = await approve(ada, asked.id);
    expect(approved).toMatchObject({ status: 200, body: { status: 'approved', approver: 'ada' } });
    const after = await site.ask(ada, 'GET', '/v1/grants?limit=200');
    expect(after.body.items.some(({ id }: { id: string }) => id === asked.id)).toBe(false);
    expect(await approve(ben, asked.id)).toMatchObject({ status: 409 });
  });

  it('takes the passphrase, a key that the keeper knows, and somebody else', async () => {
    const { body: asked } = await request(await open());
    expect(await approve(ada, asked.id, 'seven slow otter')).toMatchObject({
      body: { code: 'PASSPHRASE_WRONG' },
    });
    const eve = await site.person('approver', 'eve', { admitted: false });
    expect(await approve(eve, asked.id)).toMatchObject({
      status: 403,
      body: { code: 'APPROVER_REFUSED' },
    });
    expect(await approve(rosa, asked.id)).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
    // Whoever was an analyst when they asked may have become an approver since.
    const promoted = { ...ada, name: 'rosa' };
    expect(await approve(promoted, asked.id)).toMatchObject({
      status: 403,
      body: { code: 'GRANT_INVALID' },
    });
    expect(await approve(ada, UNKNOWN)).toMatchObject({ status: 404 });
  });

  it('needs a sign-in of the last five minutes', async () => {
    const { body: asked } = await request(await open());
    site.api.actAs({ ...ada, authenticatedAtMs: Date.now() - 301_000 });
    const answer = await site.api.app.inject({
      method: 'POST',
      url: `/v1/grants/${asked.id}/approve`,
      payload: { passphrase: PASSPHRASE },
    });
    expect(answer.json()).toMatchObject({ code: 'SIGN_IN_AGAIN' });
  });

  it('can be refused, with the reason told to the requester', async () => {
    const caseId = await open();
    const { body: asked } = await request(caseId);
    const refusal = { reason: 'The witness gave no such plate.' };
    const refused = await site.ask(ada, 'POST', `/v1/grants/${asked.id}/refuse`, refusal);
    expect(refused).toMatchObject({ status: 200, body: { status: 'refused', approver: 'ada' } });
    const { body } = await site.ask(rosa, 'GET', `/v1/cases/${caseId}/grants`);
    expect(body.items).toMatchObject([{ status: 'refused', refusal: refusal.reason }]);
    expect(await approve(ben, asked.id)).toMatchObject({ status: 409 });
    expect(await search(caseId, asked.id)).toMatchObject({ status: 403 });
  });

  it('takes two approvers for old data', async () => {
    const caseId = await open();
    const { body: asked } = await request(caseId, { from: daysAgo(100) });
    expect(asked.needsSecondApprover).toBe(true);
    expect((await approve(ada, asked.id)).body).toMatchObject({ status: 'half-approved' });
    expect(await search(caseId, asked.id)).toMatchObject({ status: 403 });
    expect(await approve(ada, asked.id)).toMatchObject({ status: 403 });
    expect((await approve(ben, asked.id)).body).toMatchObject({
      status: 'approved',
      approver: 'ada',
      secondApprover: 'ben',
    });
    expect(await search(caseId, asked.id)).toMatchObject({ status: 200 });
  });

  it('offers nobody what a second approver would sign too late', async () => {
    const { body: asked } = await request(await open(), {
      from: daysAgo(100),
      expiresInHours: 0.0003,
    });
    await approve(ada, asked.id);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const { body } = await site.ask(ben, 'GET', '/v1/grants?limit=200');
    expect(body.items.some(({ id }) => id === asked.id)).toBe(false);
    expect(await approve(ben, asked.id)).toMatchObject({ status: 409 });
  });
});

describe('a grant of one’s own', () => {
  const recent = () => ({
    selfGrant: true,
    plates: [{ pattern: 'KX52ABC', wrongCharacters: 0 as const, partial: false }],
    from: daysAgo(0.9),
    to: daysAgo(0),
  });

  it('is not to be had where the site doesn’t allow it', async () => {
    expect(await request(await open(), recent())).toMatchObject({
      status: 403,
      body: { code: 'GRANT_INVALID' },
    });
  });

  it('searches one whole plate of the last 24 hours at once, marked for review', async () => {
    const own = await startCaseSite({ keeper: { selfGrants: 'recent-plate' } });
    const analyst = await own.person('analyst', 'rosa');
    await own.see('KX52ABC');
    const { body: file } = await own.ask(analyst, 'POST', '/v1/cases', CASE);
    const url = `/v1/cases/${file.id}`;
    const granted = await own.ask(analyst, 'POST', `${url}/grants`, someRequest(recent()));
    expect(granted).toMatchObject({
      status: 201,
      body: { status: 'approved', approver: '(site)', selfApproved: true },
    });
    const asked = { grantId: granted.body.id, plate: 'KX52ABC' };
    const found = await own.ask(analyst, 'POST', `${url}/searches`, asked);
    expect(found.body).toMatchObject({ total: 1 });
    expect((await own.keeper.auditDetails()).at(-1)).toMatchObject({
      action: 'rows-opened',
      selfApproved: true,
    });
    const wide = await own.ask(
      analyst,
      'POST',
      `${url}/grants`,
      someRequest({ ...recent(), from: daysAgo(2) }),
    );
    expect(wide).toMatchObject({ status: 403, body: { code: 'GRANT_INVALID' } });
    await own.stop();
  });
});
