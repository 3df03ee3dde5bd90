import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { DAY_MS } from '../../pipeline/time/utc-day.ts';
import { startTestPostgres } from '../../store/testing/test-postgres.ts';
import { openApprovers } from '../approvers.ts';
import { openAuditEntry } from '../audit/audit-entry.ts';
import { openAuditKeys } from '../audit/audit-keys.ts';
import type { Grant, SignedGrant } from '../client/grant.ts';
import type { KeeperClient, SealedRow } from '../client/keeper-client.ts';
import { keeperPaths } from '../client/keeper-folder.ts';
import { signGrant } from '../client/sign-grant.ts';
import type { KeeperConfig } from '../keeper-config.ts';
import { appendLeaf, EMPTY_TREE, rootOf } from '../client/log/merkle-tree.ts';
import { spawnKeeper, type EmbeddedKeeper } from '../spawn.ts';
import { someGrant } from './some-grant.ts';
import { somePlate } from './some-plate.ts';

export const NOW_MS = Date.now();
/** Who asks in tests. */
export const BY = { name: 'Rosa', role: 'analyst', requestId: 'request-1' } as const;
/** What the grants of a test site are for. */
export const QUERY = { pattern: 'AB 8123', wrongCharacters: 1, partial: false } as const;

/** A real keeper process on a real database, with an approver named Ada. */
export interface TestKeeper {
  readonly folder: string;
  readonly config: KeeperConfig;
  /** Put the new one here after starting another. */
  keeper: EmbeddedKeeper;
  readonly worker: KeeperClient;
  readonly operator: KeeperClient;
  readonly sql: pg.Client;
  /** With which Ada approves. */
  readonly approverKey: KeyObject;
  /** Signed, valid now, for the last ten days, camera north, asked for by Rosa. */
  grant(change?: Partial<Grant>): SignedGrant;
  sealRow(
    text: string,
    where?: { readonly cameraId?: string; readonly capturedAtMs?: number },
  ): Promise<SealedRow & Awaited<ReturnType<KeeperClient['sealReads']>>[number]>;
  /** The details of the log, oldest first, checked against the tree that the keeper speaks of. */
  auditDetails(): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function startTestKeeper(settings: Partial<KeeperConfig> = {}): Promise<TestKeeper> {
  const postgres = await startTestPostgres();
  const sql = new pg.Client({ connectionString: postgres.url });
  await sql.connect();
  const folder = await mkdtemp(path.join(tmpdir(), 'wayside-keeper-'));
  const config: KeeperConfig = {
    folder: path.join(folder, 'keeper'),
    databaseUrl: postgres.url,
    retentionDays: { reads: 21, footage: 30 },
    selfApproval: false,
    ...settings,
  };
  const ada = generateKeyPairSync('ed25519');
  await openApprovers(config.folder).admit('Ada', ada.publicKey);
  const keeper = await spawnKeeper(config);
  const worker = await keeper.connect('worker');
  const operator = await keeper.connect('operator');

  const site: TestKeeper = {
    folder,
    config,
    keeper,
    worker,
    operator,
    sql,
    approverKey: ada.privateKey,

    grant: (change = {}) =>
      signGrant(
        ada.privateKey,
        someGrant({
          fromMs: NOW_MS - 10 * DAY_MS,
          toMs: NOW_MS + 1,
          issuedAtMs: NOW_MS - 1000,
          expiresAtMs: NOW_MS + 3_600_000,
          plates: [QUERY],
          ...change,
        }),
      ),

    async sealRow(text, { cameraId = 'north', capturedAtMs = NOW_MS - 1000 } = {}) {
      const row = { id: `row-${text}-${cameraId}-${capturedAtMs}`, cameraId, capturedAtMs };
      const [sealed] = await worker.sealReads([{ ...row, plate: somePlate(text) }]);
      return { ...row, ...sealed! };
    },

    async auditDetails() {
      const keys = await openAuditKeys(keeperPaths(config.folder).auditKeys);
      const { rows } = await sql.query<{
        sequence: string;
        leaf_hash: Buffer;
        sealed_detail: Buffer;
      }>('select sequence, leaf_hash, sealed_detail from audit_entry order by sequence');
      const tree = rows.reduce((grown, row) => appendLeaf(grown, row.leaf_hash), EMPTY_TREE);
      const status = await operator.status();
      expect(status.auditEntries).toBe(rows.length);
      expect(rootOf(tree).equals(status.auditRootHash)).toBe(true);
      return rows.map((row) =>
        openAuditEntry(keys, {
          sequence: Number(row.sequence),
          leafHash: row.leaf_hash,
          sealedDetail: row.sealed_detail,
        }),
      );
    },

    async stop() {
      worker.close();
      operator.close();
      await site.keeper.stop();
      await sql.end();
      await postgres.stop();
      await rm(folder, { recursive: true });
    },
  };
  return site;
}
