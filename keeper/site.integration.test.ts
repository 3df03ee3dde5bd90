import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import { openApprovers, openLocalApprover } from './approvers.ts';
import { keyFingerprint, signEndorsement } from './client/endorsement.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { openBytesByTicket, sealBytes } from './client/sealed-objects.ts';
import { spawnKeeper } from './spawn.ts';
import { NOW_MS, QUERY, startTestKeeper, type TestKeeper } from './testing/test-keeper.ts';

const BY = { name: 'Rosa', role: 'analyst' };
const SPAN = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS, cameras: ['north'] };

let site: TestKeeper;
beforeAll(async () => {
  site = await startTestKeeper({ selfApproval: true });
});
afterAll(() => site.stop());

const search = (grant = site.grant(), by = BY) =>
  site.operator.search({ by, grant, query: QUERY, ...SPAN });
const lastAction = async () => (await site.auditDetails()).at(-1);

describe('a site of one person that becomes several people’s', () => {
  it('approves for itself before, and never after, through a restart too', async () => {
    const own = site.grant({ requester: 'Ada' });
    const ada = { ...BY, name: 'Ada' };
    const local = await openLocalApprover(site.config.folder, 'machine');
    const ofMachine = local.sign({ ...site.grant().grant, approver: 'machine' });
    await search(own, ada);
    await search(ofMachine);
    expect(await site.operator.status()).toMatchObject({ twoPersons: false, selfApproval: true });

    await site.operator.requireTwoPersons({ by: BY });
    expect(await lastAction()).toMatchObject({ action: 'two-persons-required', by: BY });
    const refusesBoth = async () => {
      await expect(search(own, ada)).rejects.toThrow(/its requester approved it/);
      await expect(search(ofMachine)).rejects.toThrow(/file of the machine/);
      await search();
      expect(await site.operator.status()).toMatchObject({ twoPersons: true, selfApproval: false });
    };
    await refusesBoth();
    await site.operator.requireTwoPersons({ by: BY });
    await site.keeper.stop();
    site.keeper = await spawnKeeper(site.config);
    await refusesBoth();
  });

  it('lets a grant be used by its requester only', async () => {
    await expect(search(site.grant(), { ...BY, name: 'Tom' })).rejects.toThrow(/somebody else/);
  });

  it('opens nothing when the file that says so is damaged', async () => {
    const file = keeperPaths(site.config.folder).siteMode;
    const before = await readFile(file);
    await writeFile(file, '{"version":1}');
    await expect(search()).rejects.toMatchObject({ code: 'KEYRING_INVALID' });
    await writeFile(file, before);
    await search();
  });
});

describe('approvers', () => {
  const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
  const candidate = () => generateKeyPairSync('ed25519');
  const endorse = (
    change: {
      name?: string;
      endorser?: string;
      key?: KeyObject;
      signer?: KeyObject;
      at?: number;
    } = {},
  ) => {
    const { name = 'ben', endorser = 'Ada', key = candidate().publicKey } = change;
    const { signer = site.approverKey, at = Date.now() } = change;
    const endorsement = { name, fingerprint: keyFingerprint(key), admittedAtMs: at };
    return site.operator.admitApprover({
      by: BY,
      name,
      publicKey: pemOf(key),
      admittedAtMs: at,
      endorser,
      signature: signEndorsement(signer, endorsement),
    });
  };

  it('come in by an endorsement, on record, and approve at once', async () => {
    const ben = candidate();
    const fingerprint = await endorse({ key: ben.publicKey });
    expect(fingerprint).toBe(keyFingerprint(ben.publicKey));
    expect(await lastAction()).toMatchObject({
      action: 'approver-admitted',
      name: 'ben',
      fingerprint,
      endorser: 'Ada',
    });
    expect((await site.operator.status()).approvers).toContain('ben');
  });

  it.each([
    ['signed by a stranger', { signer: generateKeyPairSync('ed25519').privateKey }],
    ['of someone who may not approve', { endorser: 'eve' }],
    ['of the machine’s own approver', { endorser: 'machine' }],
    ['of oneself', { name: 'Ada' }],
    ['that is eleven minutes old', { at: Date.now() - 11 * 60_000 }],
    ['for the site’s own name', { name: '(site)' }],
    ['for a name that has another key', { name: 'ben' }],
    ['of a key of another sort', { key: generateKeyPairSync('x25519').publicKey }],
  ])('don’t come in by an endorsement %s', async (_, change) => {
    await expect(endorse({ name: 'cleo', ...change })).rejects.toMatchObject({
      code: 'APPROVER_REFUSED',
    });
    expect(await lastAction()).toMatchObject({ action: 'denied', code: 'APPROVER_REFUSED' });
  });

  it('are gone once retired, for good as far as endorsements go', async () => {
    const { publicKey } = candidate();
    await endorse({ name: 'dora', key: publicKey });
    const register = openApprovers(site.config.folder);
    await register.retire('dora');
    await expect(endorse({ name: 'dora', key: publicKey })).rejects.toThrow(/was retired/);
    expect((await site.operator.status()).approvers).not.toContain('dora');
    await register.admit('dora', publicKey);
    await search();
    expect((await site.auditDetails()).at(-2)).toMatchObject({ action: 'approvers-changed' });
    expect((await site.operator.status()).approvers).toContain('dora');
  });
});

describe('what was granted and is taken back', () => {
  it('is refused from then on, through a restart too', async () => {
    const grant = site.grant({ id: 'to-be-revoked' });
    await search(grant);
    await site.operator.revokeGrant({ by: BY, grantId: 'to-be-revoked' });
    await expect(search(grant)).rejects.toThrow(/withdrawn/);
    await site.keeper.stop();
    site.keeper = await spawnKeeper(site.config);
    await expect(search(grant)).rejects.toThrow(/withdrawn/);
    await search();
  });

  it('ends with its case, whose documents nobody can open any more', async () => {
    const grant = site.grant({ caseId: 'case-2' });
    const document = { plates: ['AB 8123'], note: 'seen' };
    const seal = (caseId: string) =>
      site.operator.sealCaseDocument({ by: BY, caseId, documentId: 'request 1', document });
    const sealed = await seal('case-2');
    expect(Buffer.from(sealed).includes('8123')).toBe(false);
    const open = (caseId = 'case-2', documentId = 'request 1') =>
      site.operator.openCaseDocuments({ by: BY, documents: [{ caseId, documentId, sealed }] });
    expect(await open()).toEqual([document]);
    await seal('case-3');
    await expect(open('case-3')).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    await expect(open('case-4')).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    await expect(open('case-2', 'request 2')).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    await search(grant);
    await site.operator.closeCase({ by: BY, caseId: 'case-2' });
    await expect(search(grant)).rejects.toThrow(/case is closed/);
    expect(await open()).toEqual([null]);
    await expect(seal('case-2')).rejects.toMatchObject({ code: 'CASE_CLOSED' });
    expect(await readFile(keeperPaths(site.config.folder).cases, 'utf8')).toContain(
      '"case-2":null',
    );
  });
});

describe('a worker’s ticket under a grant', () => {
  it('opens that one object, on record', async () => {
    const object = {
      kind: 'footage',
      content: 'footage',
      objectId: 'segment-9',
      cameraId: 'north',
      startMs: NOW_MS - 4000,
      endMs: NOW_MS,
    } as const;
    const bytes = Buffer.from('moving pictures');
    const { sealed } = await sealBytes(site.worker, object, bytes);
    const header = sealed.subarray(0, 6 + Buffer.from(sealed).readUInt16BE(4));
    const sighting = await site.sealRow('AB8123');
    const asked = { by: BY, objectId: 'segment-9', header };
    const ticket = await site.operator.ticketByGrant({ ...asked, grant: site.grant(), sighting });
    expect(await lastAction()).toMatchObject({
      action: 'object-opened',
      forWorker: true,
      by: BY,
      objectId: 'segment-9',
      sightingId: sighting.id,
    });
    expect(bytes.equals(await openBytesByTicket(site.worker, 'segment-9', ticket, sealed))).toBe(
      true,
    );
    await expect(openBytesByTicket(site.worker, 'segment-8', ticket, sealed)).rejects.toMatchObject(
      { code: 'TICKET_INVALID' },
    );
    const none = site.grant({ footage: 'none' });
    await expect(
      site.operator.ticketByGrant({ ...asked, grant: none, sighting }),
    ).rejects.toMatchObject({ code: 'GRANT_INVALID' });
  });
});
