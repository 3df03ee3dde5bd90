import { createHash, randomUUID } from 'node:crypto';
import { DEFAULT_REVIEW_SETTINGS } from '../../pipeline/reviews/review-settings.ts';
import { sealBytes } from '../../keeper/client/sealed-objects.ts';
import { findClip, finishClip } from '../../store/clips/clips.ts';
import { saveRedactions } from '../../store/redaction/redactions.ts';
import { addImport } from '../../store/imports/imports.ts';
import { hashPassword } from '../auth/password.ts';
import { reviewLog } from '../reviews/keep-reviewing.ts';
import { PASSPHRASE, someRequest } from '../testing/case-site.ts';
import { seePlate, SOME_REDACTION, type SeenPlate } from '../testing/see-plate.ts';
import type { CallerName, Door, WholeSite } from '../testing/whole-site.ts';
import { CANARIES, type Canary } from './canary-plates.ts';

/** Valid values of things that exist, by the name that a request calls them; all of one plate. */
export type World = Readonly<Record<string, unknown>>;

const MINUTE_MS = 60_000;

/**
 * Seeds the site with a plate of every fate, and gives the worlds that requests are built from: one a
 * plate, and two that mix what belongs to different cases.
 */
export async function seedWorlds(site: WholeSite, door: Door): Promise<World[]> {
  const seen = {} as Record<Canary, SeenPlate>;
  const plates = ['granted', 'ofAnother', 'withdrawn', 'closed', 'waiting', 'unasked'] as const;
  for (const [at, name] of plates.entries()) {
    const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - (60 - at) * MINUTE_MS);
    seen[name] = await seePlate(site.site, site.context, CANARIES[name], startedAt);
  }
  const ask = async (caller: CallerName, url: string, body?: object) => {
    const payload = body && { payload: body };
    const answer = await door.send(caller, { method: 'POST', url, ...payload });
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
    return answer.json<{ id: string }>();
  };
  const request = async (name: Canary, analyst: CallerName) => {
    const reason = `Somebody wrote down ${CANARIES[name]} and drove on.`;
    const opened = { reference: `case ${name}`, purpose: 'collision', reason };
    const caseId = (await ask(analyst, '/v1/cases', opened)).id;
    const plate = { pattern: CANARIES[name], wrongCharacters: 0 as const, partial: false };
    const wish = someRequest({ plates: [plate], reason });
    const grantId = (await ask(analyst, `/v1/cases/${caseId}/grants`, wish)).id;
    return { caseId, grantId };
  };
  const grant = async (name: Canary, analyst: CallerName) => {
    const asked = await request(name, analyst);
    await ask('ada', `/v1/grants/${asked.grantId}/approve`, { passphrase: PASSPHRASE });
    const query = { grantId: asked.grantId, plate: CANARIES[name] };
    await ask(analyst, `/v1/cases/${asked.caseId}/searches`, query);
    return asked;
  };
  const cases = {
    granted: await grant('granted', 'rosa'),
    ofAnother: await grant('ofAnother', 'tom'),
    withdrawn: await grant('withdrawn', 'tom'),
    closed: await grant('closed', 'rosa'),
    waiting: await request('waiting', 'rosa'),
  };
  const { grantId: refusedGrantId } = await request('waiting', 'rosa');
  await ask('tom', `/v1/grants/${cases.withdrawn.grantId}/withdraw`);
  await ask('rosa', `/v1/cases/${cases.closed.caseId}/close`);

  const clipId = (
    await ask('rosa', `/v1/cases/${cases.granted.caseId}/clips`, {
      grantId: cases.granted.grantId,
      reason: `To see ${CANARIES.granted} turn.`,
      ...clipOf(seen.granted),
    })
  ).id;
  await makeClip(site, clipId, seen.granted);
  const holdId = (
    await ask('rosa', `/v1/cases/${cases.granted.caseId}/holds`, {
      ...{ grantId: cases.granted.grantId, cameras: ['north'] },
      reason: `The court asked for ${CANARIES.granted} on the 12th.`,
      ...spanOf(seen.granted),
      expiresAt: new Date(Date.now() + 1440 * 60 * MINUTE_MS).toISOString(),
    })
  ).id;
  const { db, keeper, nowMs } = site.context;
  const settings = { ...DEFAULT_REVIEW_SETTINGS, sampleShare: 1 };
  await reviewLog({ db, keeper, settings, nowMs });
  const review = await db.selectFrom('review').select('entry').executeTakeFirstOrThrow();
  const importId = await importRow(site, seen.granted.footageId);
  const userId = await bystander(site);

  const common = {
    camera: 'north',
    refusedGrantId,
    clipId,
    holdId,
    importId,
    userId,
    keyId: randomUUID(),
  };
  const world = (name: Canary, asked: { caseId: string; grantId: string }): World => ({
    ...common,
    ...asked,
    ...seen[name],
    plate: CANARIES[name],
    reviewId: String(review.entry),
    clip: clipOf(seen[name]),
    span: spanOf(seen[name]),
  });
  return [
    world('granted', cases.granted),
    world('ofAnother', cases.ofAnother),
    world('withdrawn', cases.withdrawn),
    world('closed', cases.closed),
    world('waiting', cases.waiting),
    { ...world('unasked', cases.granted) },
    { ...world('ofAnother', cases.ofAnother), caseId: cases.granted.caseId },
    { ...world('granted', cases.ofAnother), caseId: cases.granted.caseId },
  ];
}

function spanOf({ startedAt }: SeenPlate) {
  const at = (ms: number) => new Date(startedAt.getTime() + ms).toISOString();
  return { from: at(-1000), to: at(4000) };
}

function clipOf(seen: SeenPlate) {
  const { from, to } = spanOf(seen);
  return { cameraId: 'north', from, to, sightingId: seen.sightingId };
}

/** As a worker would: its plate in sight. */
async function makeClip({ context, site }: WholeSite, clipId: string, seen: SeenPlate) {
  const { startedAt } = seen;
  const clip = await findClip(site.db, clipId);
  const { day, cameraId } = clip!;
  const objectKey = `clips/${day}/${clipId}/video`;
  const video = Buffer.from(`a clip of ${CANARIES.granted}`);
  const { sealed } = await sealBytes(
    site.keeper.worker,
    {
      ...{ kind: 'footage', content: 'clip', objectId: objectKey, cameraId },
      ...{ startMs: startedAt.getTime(), endMs: startedAt.getTime() + 4000 },
    },
    video,
  );
  await saveRedactions(site.db, [{ objectKey, day, cameraId, record: SOME_REDACTION }]);
  await context.objects.put(objectKey, sealed);
  await finishClip(site.db, clipId, { objectKey, byteCount: BigInt(video.length) });
}

async function importRow({ site: { db } }: WholeSite, footageId: string): Promise<string> {
  const row = await addImport(db, {
    ...{ id: footageId, cameraId: 'north', source: 'upload', fileName: 'north.mp4' },
    sha256: createHash('sha256').update(footageId).digest('hex'),
    ...{ byteCount: 1000n, givenStartedAt: null, path: null, objectKey: null, objectTicket: null },
    ...{ segmentMs: 4000, status: 'split', failureCode: null, failureMessage: null },
    ...{ requestedBy: 'a key', createdAt: new Date() },
  });
  return row!.id;
}

/** Somebody whom administrators may change without anybody minding. */
async function bystander({ site }: WholeSite): Promise<string> {
  const { userId } = await site.person('analyst', 'walter');
  // A real one: what stands for it elsewhere in tests is none.
  const passwordHash = await hashPassword('a long road at night');
  await site.db.updateTable('account').set({ passwordHash }).execute();
  return userId;
}
