import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keeperPaths } from '../client/keeper-folder.ts';
import { parseCheckpoint } from '../client/log/checkpoint.ts';
import {
  cosignedMessage,
  formatVerifierKey,
  isSignedBy,
  NOTE_COSIGNATURE,
  noteKey,
  noteSignatureLine,
  parseNote,
  type NoteKey,
} from '../client/log/signed-note.ts';
import { verifyConsistency } from '../client/log/tree-proofs.ts';
import { spawnKeeper } from '../spawn.ts';
import { BY, startTestKeeper, type TestKeeper } from '../testing/test-keeper.ts';
import { openAuditDatabase } from './audit-database.ts';
import { openAuditKeys } from './audit-keys.ts';
import { verifyAuditLog } from './verify/verify-audit-log.ts';

/** A witness of one log, by the words of C2SP tlog-witness. */
interface TestWitness {
  readonly url: string;
  readonly key: NoteKey;
  /** Sizes that it signed, in order. */
  readonly signed: number[];
  /** Set: what it answers to everything. */
  status: number | null;
  /** Forgets what it signed, or claims to know another size. */
  known: { size: number; root: Buffer };
  stop(): Promise<void>;
}

async function startWitness(log: () => NoteKey): Promise<TestWitness> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = noteKey('witness.example/w1', NOTE_COSIGNATURE, publicKey);
  const answer = (body: string): [status: number, body: string, type?: string] => {
    if (witness.status !== null) return [witness.status, ''];
    const request = /^old (\d+)\n((?:[A-Za-z0-9+/=]+\n)*)\n([^]*)$/.exec(body);
    if (request === null) return [400, ''];
    const note = parseNote(request[3]!);
    const checkpoint = note === null ? null : parseCheckpoint(note.text);
    if (note === null || checkpoint === null) return [400, ''];
    if (checkpoint.origin !== log().name) return [404, ''];
    if (!isSignedBy(note, log())) return [403, ''];
    const { known } = witness;
    if (Number(request[1]) !== known.size) return [409, `${known.size}\n`, 'text/x.tlog.size'];
    const proof = request[2]!
      .split('\n')
      .slice(0, -1)
      .map((line) => Buffer.from(line, 'base64'));
    const consistent = verifyConsistency({
      oldSize: known.size,
      oldRoot: known.root,
      newSize: checkpoint.size,
      newRoot: checkpoint.rootHash,
      proof,
    });
    if (!consistent) return [422, ''];
    witness.known = { size: checkpoint.size, root: checkpoint.rootHash };
    witness.signed.push(checkpoint.size);
    const time = BigInt(Math.floor(Date.now() / 1000));
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(time);
    const signature = sign(null, cosignedMessage(note.text, time), privateKey);
    const line = noteSignatureLine(key.name, key.keyId, Buffer.concat([stamp, signature]));
    return [200, `— unknown.example/w9 AAAAAAAA\n${line}`];
  };
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const [status, said, type = 'text/plain'] =
        request.method === 'POST' && request.url === '/log/add-checkpoint'
          ? answer(body)
          : ([404, ''] as const);
      response.writeHead(status, { 'content-type': type }).end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const witness: TestWitness = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/log/`,
    key,
    signed: [],
    status: null,
    known: { size: 0, root: Buffer.alloc(0) },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return witness;
}

let site: TestKeeper;
let witness: TestWitness;
let logKey: NoteKey;
beforeAll(async () => {
  site = await startTestKeeper();
  logKey = (await openAuditKeys(keeperPaths(site.config.folder).auditKeys)).verifier;
  witness = await startWitness(() => logKey);
  await site.keeper.stop();
  site.keeper = await spawnKeeper({
    ...site.config,
    audit: {
      checkpointSeconds: 0.05,
      witnessUrl: witness.url,
      witnessKey: formatVerifierKey(witness.key),
    },
  });
});
afterAll(async () => {
  await site.stop();
  await witness.stop();
});

const record = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      site.operator.recordEvent({ by: BY, action: 'tracks-searched', particulars: { at } }),
    ),
  );
const cosignedSizes = async () => {
  const { rows } = await site.sql.query<{ size: string }>(
    'select size from audit_cosignature order by size',
  );
  return rows.map(({ size }) => Number(size));
};
const witnessEntries = async () =>
  (await site.auditDetails()).filter(({ action }) => String(action).startsWith('witness-'));

describe('a witness', () => {
  it('cosigns what only grows, over many tiles', async () => {
    await record(3);
    await expect.poll(() => witness.signed.length).toBeGreaterThanOrEqual(1);
    await record(600);
    await expect.poll(() => witness.signed.at(-1), { timeout: 10_000 }).toBeGreaterThan(600);
    await expect.poll(cosignedSizes).toEqual(witness.signed);
    expect(await witnessEntries()).toEqual([]);
  });

  it('holds up no answer while it refuses, and is on record once', async () => {
    witness.status = 503;
    for (let round = 0; round < 3; round++) {
      await record(2);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await expect
      .poll(witnessEntries)
      .toMatchObject([
        { action: 'witness-failed', witness: 'witness.example/w1', reason: 'it answered 503' },
      ]);
    witness.status = null;
    await record(1);
    await expect
      .poll(async () => (await witnessEntries()).at(-1))
      .toMatchObject({
        action: 'witness-restored',
      });
  });

  it('that lost the answer it gave is asked again from where it is', async () => {
    // The table ends before what the witness signed: as if the answer never came.
    await site.sql.query('alter table audit_cosignature disable trigger all');
    await site.sql.query(
      'delete from audit_cosignature where size = (select max(size) from audit_cosignature)',
    );
    const before = witness.signed.length;
    await record(1);
    await expect.poll(() => witness.signed.length).toBeGreaterThan(before);
    expect(
      (await witnessEntries()).filter(({ action }) => action === 'witness-failed'),
    ).toHaveLength(1);
  });

  it('that knows a larger log says that ours was cut', async () => {
    witness.known = { ...witness.known, size: 1_000_000 };
    await record(1);
    await expect
      .poll(async () => (await witnessEntries()).at(-1))
      .toMatchObject({
        action: 'witness-failed',
        reason: 'it knows a tree of 1000000 entries, more than there are',
      });
  });

  it('signed what verifies with its key', async () => {
    await site.keeper.stop();
    const keys = await openAuditKeys(keeperPaths(site.config.folder).auditKeys);
    const database = openAuditDatabase(site.config.databaseUrl);
    const verify = () =>
      verifyAuditLog({
        database,
        key: keys.verifier,
        keys,
        kept: [],
        headFile: null,
        witnessKey: witness.key,
      });
    expect(await verify()).toMatchObject({
      faults: [],
      cosignatures: (await cosignedSizes()).length,
    });
    await site.sql.query(
      `update audit_cosignature set line = (select line from audit_cosignature order by size desc limit 1)
       where size = (select min(size) from audit_cosignature)`,
    );
    expect((await verify()).faults).toMatchObject([{ kind: 'cosignature-changed' }]);
    await database.close();
  });
});
