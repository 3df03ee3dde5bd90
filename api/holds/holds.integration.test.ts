import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBytesByTicket, sealBytes } from '../../keeper/client/sealed-objects.ts';
import { readObjectHeader } from '../../keeper/client/read-object-header.ts';
import { DAY_MS, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { openFolderObjects } from '../../store/objects/folder-objects.ts';
import type { Objects } from '../../store/objects/objects.ts';
import { ensureDays } from '../../store/partitions.ts';
import { heldKeyOf } from '../../store/retention/held-things.ts';
import { retentionSettingsFrom } from '../../store/retention/retention-settings.ts';
import { sampleFootage } from '../../store/testing/sample-rows.ts';
import type { UserActor } from '../auth/actor.ts';
import { usableGrant } from '../cases/usable-grants.ts';
import type { ApiContext } from '../context.ts';
import { runRetention } from '../retention/run-retention.ts';
import { PASSPHRASE, startCaseSite, type CaseSite } from '../testing/case-site.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import type { HoldAnswer } from './hold-answer.ts';

/** Five days ago, at noon. */
const SEEN_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS - 5 * DAY_MS + DAY_MS / 2;
const iso = (ms: number) => new Date(ms).toISOString();
const SPAN = { from: iso(SEEN_MS - DAY_MS), to: iso(SEEN_MS + DAY_MS) };
const REASON = 'The court asked for it on the 12th, file 44.';

let site: CaseSite;
let api: TestApi;
let folder: string;
let objects: Objects;
let context: ApiContext;
let rosa: UserActor;
let ada: UserActor;
let ben: UserActor;
let caseId: string;
let grantId: string;
let wanted: string;
let footageKey: string;
let otherKey: string;

beforeAll(async () => {
  site = await startCaseSite();
  folder = await mkdtemp(path.join(tmpdir(), 'wayside-holds-'));
  objects = await openFolderObjects(folder);
  rosa = await site.person('analyst', 'rosa');
  ada = await site.person('approver', 'ada');
  ben = await site.person('approver', 'ben');
  context = {
    db: site.db,
    objects,
    keeper: site.keeper.operator,
    queues: { enqueue: () => Promise.resolve() },
    retention: retentionSettingsFrom(),
    nowMs: Date.now,
  } as unknown as ApiContext;
  api = await startTestApi(context);
  wanted = await site.see('KX52ABC', { capturedAtMs: SEEN_MS });
  await site.see('ZZ99ZZZ', { capturedAtMs: SEEN_MS + 1000 });
  footageKey = await storeFootage(SEEN_MS - 2000);
  otherKey = await storeFootage(SEEN_MS + 600_000);
  ({ caseId, grantId } = await site.grantedCase(rosa, ada, SPAN));
}, 60_000);
afterAll(async () => {
  await api.close();
  await site.stop();
  await rm(folder, { recursive: true });
});

/** Some seconds of sealed footage of camera north, with their row. */
async function storeFootage(startMs: number): Promise<string> {
  const sample = sampleFootage(new Date(startMs), 'north');
  const segment = sample.segment(0, { status: 'tracked' });
  const objectKey = `footage/${segment.day}/${segment.id}/a`;
  const { sealed } = await sealBytes(
    site.keeper.worker,
    {
      ...{ kind: 'footage', content: 'footage', objectId: objectKey, cameraId: 'north' },
      ...{ startMs, endMs: startMs + 4000 },
    },
    Buffer.from('moving pictures'),
  );
  await objects.put(objectKey, sealed);
  await ensureDays(site.db, [segment.day]);
  await site.db
    .insertInto('footage')
    .values({ ...sample.footage, status: 'complete' })
    .execute();
  await site.db
    .insertInto('segment')
    .values({ ...segment, objectKey, factsKey: null })
    .execute();
  return objectKey;
}

async function ask(who: UserActor, url: string, body: object) {
  api.actAs({ ...who, authenticatedAtMs: Date.now() });
  const answer = await api.app.inject({ method: 'POST', url, payload: body });
  return { status: answer.statusCode, body: answer.json<HoldAnswer & { code: string }>() };
}
const request = (change: object = {}) =>
  ask(rosa, `/v1/cases/${caseId}/holds`, {
    ...{ grantId, reason: REASON, cameras: ['north'], ...SPAN },
    expiresAt: iso(Date.now() + 90 * DAY_MS),
    ...change,
  });
const approve = (who: UserActor, id: string, passphrase = PASSPHRASE) =>
  ask(who, `/v1/holds/${id}/approve`, { passphrase });
/** Ids that a search of the case finds. */
async function find(plate: string): Promise<string[]> {
  const found = await site.ask(rosa, 'POST', `/v1/cases/${caseId}/searches`, { grantId, plate });
  expect(found.status).toBe(200);
  return found.body.items.map((item) => (item as unknown as { sightingId: string }).sightingId);
}
/** A worker opens the footage for the grant, as it does for a clip. */
async function openFootage(key: string): Promise<string> {
  const by = { name: rosa.name, role: rosa.role };
  const grant = await usableGrant(context, by, caseId, grantId);
  const held = await heldKeyOf(site.db, caseId, key);
  const row = await site.db
    .selectFrom('heldSighting')
    .selectAll()
    .where('id', '=', wanted)
    .executeTakeFirstOrThrow();
  const ticket = await site.keeper.operator.ticketByGrant({
    ...{ by, grant, objectId: key, held: held ?? undefined },
    header: await readObjectHeader(await objects.get(key)),
    sighting: { ...row, capturedAtMs: row.capturedAt.getTime() },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of await objects.get(key)) chunks.push(chunk as Buffer);
  const opened = await openBytesByTicket(site.keeper.worker, key, ticket, Buffer.concat(chunks));
  return Buffer.from(opened).toString();
}

describe('a legal hold', () => {
  it.each([
    ['with a short reason', { reason: 'court' }, 400, 'USAGE'],
    ['beyond its grant', { from: iso(SEEN_MS - 2 * DAY_MS) }, 403, 'HOLD_INVALID'],
    [
      'for longer than the site allows',
      { expiresAt: iso(Date.now() + 181 * DAY_MS) },
      403,
      'HOLD_INVALID',
    ],
    ['of another’s grant', { grantId: '00000000-0000-4000-8000-00000000abcd' }, 404, 'NOT_FOUND'],
  ])('is not asked for %s', async (_name, change, status, code) => {
    expect(await request(change)).toMatchObject({ status, body: { code } });
  });

  let holdId: string;
  it('holds nothing before two approvers signed it', async () => {
    const asked = await request();
    expect(asked).toMatchObject({
      status: 201,
      body: { status: 'requested', approvedBy: [], held: { objects: 0, sightings: 0 } },
    });
    holdId = asked.body.id;
    expect(await approve(rosa, holdId)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await approve(ada, holdId, 'wrong')).toMatchObject({
      body: { code: 'PASSPHRASE_WRONG' },
    });
    expect((await approve(ada, holdId)).body).toMatchObject({ status: 'requested' });
    expect((await approve(ada, holdId)).body).toMatchObject({ status: 'requested' });
    expect(await site.keeper.operator.liveHolds()).toEqual([]);
  });

  it('holds what its grant covers once the second did', async () => {
    expect((await approve(ben, holdId)).body).toMatchObject({
      status: 'active',
      approvedBy: ['ada', 'ben'],
      held: { objects: 1, sightings: 1 },
    });
    expect(await site.keeper.operator.liveHolds()).toEqual([holdId]);
    const log = await site.keeper.auditDetails();
    expect(log.find(({ action }) => action === 'hold-placed')).toMatchObject({
      hold: { id: holdId, reason: REASON },
      approvers: ['ada', 'ben'],
    });
  });

  it('outlives its day: found, and opened by a worker, when nothing else is', async () => {
    const by = { name: 'retention', role: 'operator' };
    const tomorrow = utcDayOf(SEEN_MS + 2 * DAY_MS);
    for (const kind of ['reads', 'footage', 'crops'] as const) {
      const move = { by, kind, oldestDay: tomorrow, reason: 'a test of holds' };
      await site.keeper.operator.moveRatchet(move);
    }
    const receipt = await runRetention(context, { by, dryRun: false, orphans: false });
    expect(receipt).toMatchObject({ objects: { deleted: 1, held: 1 }, rows: { sighting: 2 } });
    expect(await objects.stat(otherKey)).toBeNull();
    expect(await find('KX52ABC')).toEqual([wanted]);
    expect(await openFootage(footageKey)).toBe('moving pictures');
  });

  it('opens to its own case only', async () => {
    const other = await site.grantedCase(rosa, ada, SPAN);
    const url = `/v1/cases/${other.caseId}/searches`;
    const found = await site.ask(rosa, 'POST', url, { grantId: other.grantId, plate: 'KX52ABC' });
    expect(found).toMatchObject({ status: 410, body: { code: 'EXPIRED' } });
  });

  it('ends: its key is destroyed, and the next run deletes', async () => {
    const ended = await ask(rosa, `/v1/holds/${holdId}/end`, { reason: 'the court is done' });
    expect(ended).toMatchObject({ status: 200, body: { status: 'ended' } });
    expect(await site.keeper.operator.liveHolds()).toEqual([]);
    const by = { name: 'retention', role: 'operator' };
    await runRetention(context, { by, dryRun: false, orphans: false });
    expect(await objects.stat(footageKey)).toBeNull();
    const url = `/v1/cases/${caseId}/searches`;
    expect(await site.ask(rosa, 'POST', url, { grantId, plate: 'KX52ABC' })).toMatchObject({
      body: { code: 'EXPIRED' },
    });
  });
});
