import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newApproverKey } from '../api/auth/approver-key.ts';
import { stopEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { saveApproverKey } from '../store/people/approver-keys.ts';
import { askedByUser } from './asked-by-user.ts';
import { configFrom } from './config.ts';
import { openHouse, type House } from './house.ts';
import { runCli } from './testing/run-cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'wayside-two-persons-'));
await chmod(folder, 0o711);
const env = { WAYSIDE_DATA: join(folder, 'data') };

let house: House;
beforeAll(async () => {
  house = await openHouse(configFrom({}, env));
});
afterAll(async () => {
  await house.close();
  await stopEmbeddedPostgres(env.WAYSIDE_DATA).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

const find = () =>
  runCli(['find', 'KX52ABC', '--case', 'c', '--reason', 'a test of find', '--json'], env);

describe('a site that becomes several people’s', () => {
  it('searches from the command line before, and in the API only afterwards', async () => {
    expect(await find()).toMatchObject({ exitCode: 0, records: [] });
    await house.operator.requireTwoPersons({ by: askedByUser() });
    const refused = await find();
    expect(refused).toMatchObject({ exitCode: 2, records: [{ code: 'GRANT_INVALID' }] });
    expect(refused.records[0]!.message).toContain('open a case in the API');
    expect(refused.records[0]!.remedy).toContain('POST /v1/cases/:id/grants');
    // The demo searches too: it says so before it draws and imports anything.
    const demo = await runCli(['demo', '--once', '--json'], env);
    expect(demo).toMatchObject({ exitCode: 2, records: [{ code: 'GRANT_INVALID' }] });
  });
});

describe('wayside approvers', () => {
  it('shows who waits, admits the key that was told, and retires it, under a running keeper', async () => {
    const { db } = house.services;
    const { id } = await db
      .insertInto('account')
      .values({
        name: 'ada',
        role: 'approver',
        status: 'active',
        passwordHash: 'never signs in here',
        oidcSubject: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const key = await newApproverKey(id, 'seven slow otters', Date.now());
    await saveApproverKey(db, key);
    const { fingerprint } = key;
    const approvers = async (...args: string[]) => runCli(['approvers', ...args, '--json'], env);
    const namesOfKeeper = async () => (await house.operator.status()).approvers;

    expect((await approvers('list')).records).toContainEqual({
      type: 'approver',
      name: 'ada',
      fingerprint,
      status: 'waiting',
    });
    const wrong = await approvers('admit', 'ada', '--fingerprint', '0'.repeat(64));
    expect(wrong).toMatchObject({ exitCode: 2, records: [{ code: 'APPROVER_REFUSED' }] });
    expect(await namesOfKeeper()).not.toContain('ada');

    const admitted = await approvers('admit', 'ada', '--fingerprint', fingerprint);
    expect(admitted.records).toEqual([{ type: 'approver-admitted', name: 'ada', fingerprint }]);
    expect(await namesOfKeeper()).toContain('ada');
    expect((await approvers('admit', 'eve')).records).toMatchObject([{ code: 'NOT_FOUND' }]);

    expect(await approvers('retire', 'ada')).toMatchObject({ exitCode: 0 });
    expect(await namesOfKeeper()).not.toContain('ada');
    expect((await approvers('retire', 'ada')).records).toMatchObject([{ code: 'NOT_FOUND' }]);
  }, 180_000);
});
