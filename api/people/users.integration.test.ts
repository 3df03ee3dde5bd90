import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { PASSWORD, startTestSite, type TestSite, type Visitor } from '../testing/test-site.ts';

const HOUR_MS = 3_600_000;

interface Invited {
  readonly user: { readonly id: string };
  readonly invitation: { readonly token: string };
}

describe('users', () => {
  let site: TestSite;
  let boss: Visitor;
  beforeAll(async () => {
    site = await startTestSite();
    boss = await site.signedIn('administrator', 'boss');
  });
  afterAll(() => site.stop());

  const signInBoss = async () => {
    const answer = await boss.send('POST', '/v1/session', { name: 'boss', password: PASSWORD });
    expect(answer.status).toBe(200);
  };
  const invite = async (name: string, role = 'analyst') => {
    const answer = await boss.send('POST', '/v1/users', { name, role });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body as unknown as Invited;
  };
  const accept = (token: string, password = PASSWORD) =>
    site.visitor().send('POST', '/v1/invitations/accept', { token, password });
  const patch = (id: string, change: object) => boss.send('PATCH', `/v1/users/${id}`, change);

  it('come in by an invitation that works once, with a password that will do', async () => {
    const { invitation } = await invite('ada');
    expect((await accept(invitation.token, 'password12345')).body.code).toBe('PASSWORD_WEAK');
    expect(await accept(invitation.token)).toMatchObject({
      status: 200,
      body: { name: 'ada', role: 'analyst', status: 'active' },
    });
    expect((await accept(invitation.token)).body.code).toBe('INVITATION_REFUSED');
    const rows = JSON.stringify(await site.db.selectFrom('invitation').selectAll().execute());
    expect(rows).not.toContain(invitation.token);
  });

  it('do not come in a day later', async () => {
    const { invitation } = await invite('bea');
    site.wait(24 * HOUR_MS + 1000);
    expect((await accept(invitation.token)).body.code).toBe('INVITATION_REFUSED');
    await signInBoss();
  });

  it('have a name that nobody had before, even deactivated, even for the database', async () => {
    const { user } = await invite('cal');
    expect((await boss.send('POST', '/v1/users', { name: 'cal', role: 'auditor' })).status).toBe(
      409,
    );
    await patch(user.id, { status: 'deactivated' });
    expect((await boss.send('POST', '/v1/users', { name: 'cal', role: 'auditor' })).status).toBe(
      409,
    );
    await expect(sql`delete from account where name = 'cal'`.execute(site.db)).rejects.toThrow(
      /never reused/,
    );
    await expect(
      sql`update account set name = 'cat' where name = 'cal'`.execute(site.db),
    ).rejects.toThrow(/never reused/);
  });

  it.each(['', 'A', 'Ada', 'a b', 'ä1', '-ada', 'a'.repeat(65)])(
    'may not be called %j',
    async (name) => {
      expect((await boss.send('POST', '/v1/users', { name, role: 'analyst' })).status).toBe(400);
    },
  );

  it('lose their session at once with their role, their account or their password', async () => {
    const dee = await site.signedIn('analyst', 'dee');
    const { userId } = (await dee.send('GET', '/v1/session')).body as { userId: string };
    const signIn = () => dee.send('POST', '/v1/session', { name: 'dee', password: PASSWORD });
    const isIn = async () => (await dee.send('GET', '/v1/session')).status === 200;

    expect((await patch(userId, { role: 'auditor' })).body.user).toMatchObject({ role: 'auditor' });
    expect(await isIn()).toBe(false);
    expect((await signIn()).body.role).toBe('auditor');

    expect((await patch(userId, { status: 'deactivated' })).status).toBe(200);
    expect(await isIn()).toBe(false);
    expect((await signIn()).body.code).toBe('SIGN_IN_REFUSED');
    expect((await patch(userId, { status: 'active' })).status).toBe(200);
    expect((await signIn()).status).toBe(200);

    const reset = await patch(userId, { reset: true });
    expect(await isIn()).toBe(false);
    expect((await signIn()).body.code).toBe('SIGN_IN_REFUSED');
    const { token } = reset.body.invitation as { token: string };
    expect((await accept(token)).status).toBe(200);
    expect((await signIn()).status).toBe(200);
  });

  it('change their password knowing the old one, and sign in again', async () => {
    const eli = await site.signedIn('analyst', 'eli');
    const change = (current: string, next: string) =>
      eli.send('POST', '/v1/me/password', { current, next });
    expect((await change('not the password', 'another long road')).body.code).toBe(
      'SIGN_IN_REFUSED',
    );
    expect((await change(PASSWORD, 'short')).body.code).toBe('PASSWORD_WEAK');
    expect((await change(PASSWORD, 'another long road')).status).toBe(204);
    expect((await eli.send('GET', '/v1/session')).status).toBe(401);
    const signIn = (password: string) => eli.send('POST', '/v1/session', { name: 'eli', password });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn('another long road')).status).toBe(200);
  });

  it('are not changed by themselves, nor by anybody but an administrator', async () => {
    const { userId } = (await boss.send('GET', '/v1/session')).body as { userId: string };
    for (const change of [{ role: 'approver' }, { status: 'deactivated' }, { reset: true }]) {
      expect((await patch(userId, change)).body.code).toBe('FORBIDDEN');
    }
    for (const role of ['analyst', 'approver', 'auditor', 'integrator'] as const) {
      const other = await site.signedIn(role, `other-${role}`);
      const raise = await other.send('PATCH', `/v1/users/${userId}`, { role: 'analyst' });
      expect(raise.body.code, role).toBe('FORBIDDEN');
      const bring = await other.send('POST', '/v1/users', { name: 'x1', role: 'administrator' });
      expect(bring.body.code, role).toBe('FORBIDDEN');
    }
    const denials = (await site.keeper.auditDetails()).filter(
      ({ action }) => action === 'request-denied',
    );
    expect(denials.length).toBeGreaterThanOrEqual(8);
    expect(denials[0]).toMatchObject({ by: { name: 'other-analyst', role: 'analyst' } });
  });

  it('are listed in pages', async () => {
    const names: string[] = [];
    let url: string | null = '/v1/users?limit=3';
    while (url !== null) {
      const { body } = await boss.send('GET', url);
      const { items, nextCursor } = body as unknown as {
        items: { name: string }[];
        nextCursor: string | null;
      };
      expect(items.length).toBeLessThanOrEqual(3);
      names.push(...items.map(({ name }) => name));
      url = nextCursor === null ? null : `/v1/users?limit=3&cursor=${nextCursor}`;
    }
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['ada', 'bea', 'boss', 'cal', 'dee', 'eli']));
    expect((await boss.send('GET', '/v1/users?cursor=zzz')).body.code).toBe('USAGE');
  });
});
