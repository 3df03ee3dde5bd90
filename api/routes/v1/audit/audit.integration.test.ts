import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuditKeys } from '../../../../keeper/audit/audit-keys.ts';
import { keeperPaths } from '../../../../keeper/client/keeper-folder.ts';
import { parseCheckpoint, type Checkpoint } from '../../../../keeper/client/log/checkpoint.ts';
import {
  appendLeaf,
  EMPTY_TREE,
  leafHash,
  rootOf,
} from '../../../../keeper/client/log/merkle-tree.ts';
import { isSignedBy, parseNote } from '../../../../keeper/client/log/signed-note.ts';
import { tilePath, tileWidthAt } from '../../../../keeper/client/log/tiles.ts';
import {
  proveConsistency,
  proveInclusion,
  verifyConsistency,
  verifyInclusion,
  type NodeReader,
} from '../../../../keeper/client/log/tree-proofs.ts';
import { spawnKeeper } from '../../../../keeper/spawn.ts';
import { BY, startTestKeeper, type TestKeeper } from '../../../../keeper/testing/test-keeper.ts';
import { openDatabase, type Database } from '../../../../store/database.ts';
import { somebody, startTestApi, type TestApi } from '../../../testing/test-api.ts';

let site: TestKeeper;
let database: Database;
let api: TestApi;

beforeAll(async () => {
  site = await startTestKeeper();
  await site.keeper.stop();
  site.keeper = await spawnKeeper({ ...site.config, audit: { checkpointSeconds: 0.05 } });
  database = openDatabase({ url: site.config.databaseUrl });
  api = await startTestApi({ db: database.kysely, keeper: site.operator });
  await Promise.all(
    Array.from({ length: 600 }, (_, at) =>
      site.operator.recordEvent({
        by: BY,
        action: 'tracks-searched',
        particulars: { plate: 'KX52ABC', at },
      }),
    ),
  );
});
afterAll(async () => {
  await api.close();
  await database.close();
  await site.stop();
});

/** As somebody outside would read the log: the address and the key is all they have. */
async function checkpoint(): Promise<Checkpoint> {
  const answer = await api.app.inject('/v1/audit/checkpoint');
  if (answer.statusCode === 404) return { origin: '', size: 0, rootHash: Buffer.alloc(32) };
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  const { verifier } = await openAuditKeys(keeperPaths(site.config.folder).auditKeys);
  const note = parseNote(answer.body)!;
  expect(isSignedBy(note, verifier)).toBe(true);
  return parseCheckpoint(note.text)!;
}

async function tile(level: number | 'entries', number: number, size: number): Promise<Buffer> {
  const width = tileWidthAt({ level, number }, size);
  const answer = await api.app.inject(`/v1/audit/${tilePath({ level, number, width })}`);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('application/octet-stream');
  expect(answer.headers['cache-control']).toContain('immutable');
  return answer.rawPayload;
}

describe('the log in public', () => {
  it('proves itself from checkpoint and tiles alone', async () => {
    await expect
      .poll(async () => (await checkpoint()).size, { timeout: 10_000 })
      .toBeGreaterThan(600);
    const { size, rootHash } = await checkpoint();
    const entries: Buffer[] = [];
    for (let number = 0; number * 256 < size; number++) {
      const bundle = await tile('entries', number, size);
      for (let at = 0; at < bundle.length; at += 34) {
        expect(bundle.readUInt16BE(at)).toBe(32);
        entries.push(bundle.subarray(at + 2, at + 34));
      }
    }
    expect(entries).toHaveLength(size);
    const tree = entries.map(leafHash).reduce((grown, leaf) => appendLeaf(grown, leaf), EMPTY_TREE);
    expect(rootOf(tree)).toEqual(rootHash);

    const read: NodeReader = async (level, from, count) => {
      const bytes = await tile(level, Math.floor(from / 256), size);
      return Array.from({ length: count }, (_, i) =>
        bytes.subarray(((from % 256) + i) * 32, ((from % 256) + i + 1) * 32),
      );
    };
    for (const index of [0, 255, 256, 511, size - 1]) {
      const proof = await proveInclusion(read, index, size);
      const leaf = leafHash(entries[index]!);
      expect(verifyInclusion({ index, size, leafHash: leaf, proof, root: rootHash })).toBe(true);
    }

    await site.operator.recordEvent({ by: BY, action: 'signed-in', particulars: {} });
    await expect.poll(async () => (await checkpoint()).size).toBeGreaterThan(size);
    const later = await checkpoint();
    const readLater: NodeReader = async (level, from, count) => {
      const bytes = await tile(level, Math.floor(from / 256), later.size);
      return Array.from({ length: count }, (_, i) =>
        bytes.subarray(((from % 256) + i) * 32, ((from % 256) + i + 1) * 32),
      );
    };
    const grown = {
      oldSize: size,
      oldRoot: rootHash,
      newSize: later.size,
      newRoot: later.rootHash,
      proof: await proveConsistency(readLater, size, later.size),
    };
    expect(verifyConsistency(grown)).toBe(true);
  });

  it.each([
    'tile/0/999',
    'tile/1/000',
    'tile/0/002.p/255',
    'tile/entries/777.p/1',
    'tile/0/1',
    'tile/0/000%00',
  ])('has no %s', async (path) => {
    const answer = await api.app.inject(`/v1/audit/${path}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the log for auditors', () => {
  it('is for them alone', async () => {
    for (const role of ['analyst', 'approver', 'integrator', 'administrator'] as const) {
      api.actAs(somebody(role));
      expect((await api.app.inject('/v1/audit/entries')).statusCode).toBe(403);
    }
    api.actAs(null);
    expect((await api.app.inject('/v1/audit/entries')).statusCode).toBe(401);
  });

  it('comes in pages, and each reading is on record', async () => {
    api.actAs(somebody('auditor', 'Olga'));
    const first = await api.app.inject('/v1/audit/entries?from=5&limit=2');
    const page = first.json<{
      items: { sequence: number; detail: Record<string, unknown> }[];
      nextCursor: string;
      size: number;
    }>();
    expect(page.items.map(({ sequence }) => sequence)).toEqual([5, 6]);
    expect(page.items[0]!.detail).toMatchObject({
      action: 'tracks-searched',
      by: BY,
      particulars: { plate: 'KX52ABC' },
    });
    expect(page.nextCursor).toBe('7');
    const { size } = page;
    const read = await api.app.inject(`/v1/audit/entries?from=${size}`);
    expect(read.json()).toMatchObject({
      items: [
        {
          sequence: size,
          detail: {
            action: 'audit-read',
            by: { name: 'Olga', role: 'auditor' },
            fromSequence: 5,
            limit: 2,
            view: 'full',
          },
        },
      ],
      nextCursor: null,
      size: size + 1,
    });
    expect(read.json<{ items: { detail: { by: object } }[] }>().items[0]!.detail.by).toHaveProperty(
      'requestId',
    );
  });

  it.each(['from=-1', 'from=x', 'limit=0', 'limit=1001', 'more=1'])(
    'refuses ?%s',
    async (query) => {
      api.actAs(somebody('auditor'));
      const answer = await api.app.inject(`/v1/audit/entries?${query}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ code: 'USAGE' });
    },
  );
});
