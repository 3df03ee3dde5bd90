import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../pipeline/errors.ts';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import type { Grant, SignedGrant } from './client/grant.ts';
import { openConnection, type KeeperConnection } from './client/keeper-connection.ts';
import { readRoleToken } from './client/keeper-folder.ts';
import { CALLS, type CallName, type Role } from './client/protocol.ts';
import { signGrant } from './client/sign-grant.ts';
import { BY, NOW_MS, QUERY, startTestKeeper, type TestKeeper } from './testing/test-keeper.ts';

const PLATE = 'AB8123';

let site: TestKeeper;
let grants: readonly (readonly [string, SignedGrant])[];
let requests: Readonly<Record<CallName, (grant: SignedGrant) => object>>;
const WAYS = ['its socket', 'the network'] as const;
type Way = (typeof WAYS)[number];
const connections: { way: Way; role: Role; connection: KeeperConnection }[] = [];

beforeAll(async () => {
  site = await startTestKeeper({ listen: { host: '127.0.0.1', port: 0 } });
  const addresses = { 'its socket': site.keeper.socketPath, 'the network': site.keeper.network! };
  for (const role of ['operator', 'worker'] as const) {
    const token = await readRoleToken(site.config.folder, role);
    for (const way of WAYS) {
      const options = { address: addresses[way], role, token, callTimeoutMs: 10_000 };
      connections.push({ way, role, connection: await openConnection(options) });
    }
  }
  const row = await site.sealRow(PLATE);
  const wireRow = {
    ...{ id: row.id, cameraId: row.cameraId, capturedAtMs: row.capturedAtMs },
    sealed: Buffer.from(row.sealed).toString('base64'),
  };
  const objectId = 'crops/own';
  const made = await site.worker.sealObject({
    ...{ kind: 'crops', content: 'crop', objectId, cameraId: 'north' },
    ...{ startMs: row.capturedAtMs, endMs: row.capturedAtMs + 1 },
  });
  const header = Buffer.from(made.header).toString('base64');
  grants = badGrants();
  const by = BY;
  const span = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS, cameras: 'all' };
  const opening = { by, objectId, header, sighting: wireRow };
  const id = 'x';
  requests = {
    search: (grant) => ({ by, grant, query: QUERY, ...span }),
    openRows: (grant) => ({ by, grant, query: QUERY, rows: [wireRow] }),
    objectKeyByGrant: (grant) => ({ ...opening, grant }),
    ticketByGrant: (grant) => ({ ...opening, grant }),
    objectKeyForView: () => ({ by, objectId, header }),
    objectKeyByTicket: () => ({ objectId, header, ticket: Buffer.alloc(60).toString('base64') }),
    holdRows: (grant) => ({ by, grant, holdId: id, rows: [wireRow] }),
    holdObjects: (grant) => ({ by, grant, holdId: id, objects: [{ objectId, header }] }),
    placeHold: (grant) => ({ by, grant, hold: holdOf(grant), signatures: [SIGNED, SIGNED] }),
    selfGrant: ({ grant }) => ({ by, grant }),
    openCaseDocuments: () => ({ by, documents: [{ caseId: id, documentId: id, sealed: 'AAAA' }] }),
    sealCaseDocument: () => ({ by, caseId: id, documentId: id, document: {} }),
    requireTwoPersons: () => ({ by }),
    admitApprover: () => ({
      ...{ by, name: 'Eve', publicKey: 'none', admittedAtMs: NOW_MS, endorser: 'Ada' },
      signature: 'AAAA',
    }),
    revokeGrant: () => ({ by, grantId: id }),
    closeCase: () => ({ by, caseId: id }),
    endHold: () => ({ by, holdId: id, reason: 'a test' }),
    liveHolds: () => ({}),
    judgeReview: () => ({ by, entry: 0, verdict: 'justified', note: 'a test' }),
    sealReads: () => ({ reads: [] }),
    sealObject: () => ({
      ...{ kind: 'crops', content: 'crop', objectId: id, cameraId: id },
      ...{ startMs: NOW_MS, endMs: NOW_MS },
    }),
    moveRatchet: () => ({ by, kind: 'reads', oldestDay: '2000-01-01', reason: 'a test' }),
    keepRetention: () => ({ by, believeClock: false }),
    recordEvent: () => ({ by, action: 'tracks-searched', particulars: {} }),
    readAudit: () => ({ by, fromSequence: 0, limit: 1000, view: 'statistics' }),
    status: () => ({}),
    figures: () => ({}),
  };
});
afterAll(async () => {
  for (const { connection } of connections) connection.close();
  await site.stop();
});

/** Each is right but for one thing. */
function badGrants(): [string, SignedGrant][] {
  const right = site.grant();
  const signed = (change: Partial<Grant>) => site.grant(change);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const later = { ...right.grant, expiresAtMs: right.grant.expiresAtMs + 1 };
  return [
    ['not signed', { ...right, signature: '' }],
    ['signed by a stranger', signGrant(stranger, right.grant)],
    ['signed in the name of nobody', signGrant(stranger, { ...right.grant, approver: 'Eve' })],
    ['as if the site had signed it', signGrant(stranger, { ...right.grant, approver: '(site)' })],
    ['made to last longer', { ...right, grant: later }],
    ['made wider', { ...right, grant: { ...right.grant, cameras: 'all' } }],
    ['for another requester', { ...right, grant: { ...right.grant, requester: 'Eve' } }],
    ['expired', signed({ issuedAtMs: NOW_MS - 7_200_000, expiresAtMs: NOW_MS - 1 })],
    ['not valid yet', signed({ issuedAtMs: NOW_MS + 600_000 })],
    ['approved by its requester', signed({ requester: 'Ada' })],
    ['for another plate', signed({ plates: [{ ...QUERY, pattern: 'XY 9999' }] })],
    ['for another camera', signed({ cameras: ['south'] })],
    ['for another time', signed({ fromMs: NOW_MS - 9 * DAY_MS, toMs: NOW_MS - 8 * DAY_MS })],
  ];
}

const SIGNED = { approver: 'Ada', signature: 'AAAA' };
function holdOf({ grant }: SignedGrant) {
  return {
    ...{ version: 1, id: '00000000-0000-4000-8000-00000000abcd', caseId: grant.caseId },
    ...{ grantId: grant.id, reason: 'the reason that is long enough', cameras: 'all' },
    ...{ fromMs: NOW_MS - DAY_MS, toMs: NOW_MS, requester: 'Rosa' },
    ...{ requestedAtMs: NOW_MS, expiresAtMs: NOW_MS + DAY_MS },
  };
}

/** Calls that answer without a grant, with what they can give. */
const WITHOUT_A_GRANT: Partial<Record<CallName, Role>> = {
  sealReads: 'worker',
  sealObject: 'worker',
  status: 'operator',
  figures: 'operator',
  liveHolds: 'operator',
  recordEvent: 'operator',
  readAudit: 'operator',
  sealCaseDocument: 'operator',
  revokeGrant: 'operator',
  closeCase: 'operator',
  requireTwoPersons: 'operator',
  moveRatchet: 'operator',
  keepRetention: 'operator',
};

describe.each(WAYS)('whoever holds a role’s token but no live grant, over %s', (way) => {
  it('can’t get a token, a key or a plate by any call there is', async () => {
    expect(Object.keys(requests).sort()).toEqual(Object.keys(CALLS).sort());
    const got: string[] = [];
    for (const call of Object.keys(CALLS) as CallName[]) {
      for (const role of ['operator', 'worker'] as const) {
        for (const [why, grant] of grants) {
          const answer = await ask(way, role, call, requests[call](grant));
          if (!showsNothing(call, answer)) got.push(`${call} as ${role} with a grant ${why}`);
          expect(JSON.stringify(answer)).not.toContain(PLATE);
          const free = WITHOUT_A_GRANT[call];
          if (answer instanceof WaysideError) continue;
          expect(call === 'status' || free === role || isEmpty(answer), `${call} as ${role}`).toBe(
            true,
          );
        }
      }
    }
    expect(got).toEqual([]);
  });

  it('gets all of it with one: the requests are right', async () => {
    const grant = site.grant({ cameras: 'all' });
    for (const call of ['search', 'openRows', 'objectKeyByGrant', 'ticketByGrant'] as const) {
      const answer = await ask(way, 'operator', call, requests[call](grant));
      expect(answer, call).not.toBeInstanceOf(WaysideError);
      expect(isEmpty(answer), call).toBe(false);
    }
  });
});

async function ask(way: Way, role: Role, call: CallName, params: object): Promise<unknown> {
  const found = connections.find((one) => one.way === way && one.role === role);
  try {
    return await found!.connection.send(call, params);
  } catch (error) {
    if (error instanceof WaysideError && error.code !== 'INTERNAL') return error;
    throw error;
  }
}

/** No row, no key, no token: refused, or an answer of nothing. */
function showsNothing(call: CallName, answer: unknown): boolean {
  if (answer instanceof WaysideError) return true;
  return call in WITHOUT_A_GRANT || isEmpty(answer);
}

function isEmpty(answer: unknown): boolean {
  const { rows, documents, days, key, ticket, wrapped, sealed, grant } = answer as Record<
    string,
    unknown
  >;
  const none = [rows, documents, days, wrapped, sealed].every(
    (list) => list === undefined || (Array.isArray(list) && list.every((item) => item === null)),
  );
  return none && key === undefined && ticket === undefined && grant === undefined;
}
