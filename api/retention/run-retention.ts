import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import { removeExpiredClips } from '../../store/clips/remove-expired-clips.ts';
import type { Objects } from '../../store/objects/objects.ts';
import { daysOfTables } from '../../store/partitions.ts';
import {
  deleteObjects,
  NO_OBJECTS,
  objectsOfDays,
  sumOfCounts,
} from '../../store/retention/expired-objects.ts';
import {
  expireDays,
  expireFootage,
  expireImports,
  expireOfCamera,
  type RowCounts,
} from '../../store/retention/expired-rows.ts';
import { objectsOfCamera } from '../../store/retention/camera-objects.ts';
import { forgetEndedHolds } from '../../store/retention/legal-holds.ts';
import { orphanObjects } from '../../store/retention/orphan-objects.ts';
import { listRetentionRules } from '../../store/retention/retention-rules.ts';
import { beginRun, endRun } from '../../store/retention/retention-runs.ts';
import {
  RETENTION_KINDS,
  type RetentionKind,
  type RetentionSettings,
} from '../../store/retention/retention-settings.ts';
import { settleUnfinished } from '../../store/retention/unfinished.ts';
import { runAlone } from '../../store/run-alone.ts';
import type { Schema } from '../../store/schema.ts';
import type { JobQueues } from '../../workers/queues.ts';
import { cutoffsOf } from './cutoffs.ts';
import { endDeadHolds, unnamedAmong, type EndedHolds } from './dead-holds.ts';
import type { RetentionReceipt } from './retention-receipt.ts';

export interface RetentionContext {
  readonly db: Kysely<Schema>;
  readonly objects: Objects;
  /** As operator. */
  readonly keeper: Pick<KeeperClient, 'keepRetention' | 'liveHolds' | 'status' | 'recordEvent'>;
  readonly queues: Pick<JobQueues, 'enqueue'>;
  readonly retention: RetentionSettings;
  readonly nowMs: () => number;
}

export interface RunOptions {
  readonly by: AskedBy;
  /** Counts what would go, and changes nothing. */
  readonly dryRun: boolean;
  /** Looks at every object of the store for those that no row names: slow on a large one. */
  readonly orphans: boolean;
}

/** Under which names a kind's objects lie. */
const PREFIXES_OF_KIND: Readonly<Record<RetentionKind, readonly string[]>> = {
  reads: [],
  tracks: [],
  footage: ['footage', 'facts', 'clips'],
  crops: ['crops'],
};

/**
 * Keys first, then bytes, then rows: the keeper moves its ratchets, which makes what expired
 * unreadable; what follows is housekeeping. Its receipt goes into the audit log. Interrupted at any
 * point, the next run goes on.
 * @throws WaysideError CONFLICT (another run is at work), AUDIT_UNAVAILABLE, …_UNREACHABLE
 */
export async function runRetention(
  context: RetentionContext,
  options: RunOptions,
): Promise<RetentionReceipt> {
  const receipt = await runAlone(context.db, 'retention', () => expireAll(context, options));
  if (receipt === null) throw new WaysideError('CONFLICT', 'another retention run is at work');
  return receipt;
}

async function expireAll(
  context: RetentionContext,
  { by, dryRun, orphans }: RunOptions,
): Promise<RetentionReceipt> {
  const { db, keeper, queues, objects } = context;
  const id = randomUUID();
  const startedAt = new Date(context.nowMs());
  if (!dryRun) await beginRun(db, { id, startedAt, startedBy: by.name });
  const moves = dryRun ? [] : (await keeper.keepRetention({ by, believeClock: false })).moves;
  const status = await keeper.status();
  const rules = await listRetentionRules(db);
  const cutoffs = cutoffsOf(status, context.retention, rules, context.nowMs());

  let ended: EndedHolds = { holds: 0, objectKeys: [] };
  if (!dryRun) ended = await endDeadHolds(context, startedAt);
  let clips = 0;
  if (!dryRun) clips = await removeExpiredClips(context, startedAt);
  let gaps = 0;
  const waitedFor = new Set<UtcDay>();
  const settle = async (firstKept: UtcDay, cameraId: string | null) => {
    if (dryRun) return;
    const unfinished = await settleUnfinished(db, firstKept, cameraId);
    gaps += unfinished.gaps;
    for (const day of unfinished.waitedFor) waitedFor.add(day);
    await queues.enqueue(
      unfinished.footageIds.map((footageId) => ({
        name: 'track' as const,
        payload: { footageId, sequence: null },
      })),
    );
  };

  let deleted = NO_OBJECTS;
  const rows: Record<string, number> = {};
  const add = (counts: RowCounts) => {
    for (const [table, count] of Object.entries(counts)) rows[table] = (rows[table] ?? 0) + count!;
  };
  for (const kind of RETENTION_KINDS) {
    const firstKept = cutoffs.site[kind];
    if (firstKept === null) continue;
    if (kind === 'footage') await settle(firstKept, null);
    const days = (await daysOfTables(db)).filter((day) => day < firstKept);
    const found = objectsOfDays(objects, PREFIXES_OF_KIND[kind], days);
    deleted = sumOfCounts(deleted, await deleteObjects(context, found, { dryRun }));
    add(await expireDays(db, kind, firstKept, { dryRun, waitedFor }));
  }
  for (const { cameraId, kind, firstKept } of cutoffs.cameras) {
    if (kind === 'footage') await settle(firstKept, cameraId);
    const found = objectsOfCamera(context, kind, cameraId, firstKept);
    deleted = sumOfCounts(deleted, await deleteObjects(context, found, { dryRun }));
    add(await expireOfCamera(db, kind, cameraId, firstKept, { dryRun, waitedFor }));
  }
  if (ended.objectKeys.length > 0) {
    const found = await unnamedAmong(context, ended.objectKeys);
    const count = await deleteObjects(context, found, { dryRun });
    deleted = sumOfCounts(deleted, count);
    if (count.failed === 0) await forgetEndedHolds(db);
  }
  const oldest = Object.values(cutoffs.site).reduce(
    (a, b) => (a === null || b === null ? null : a < b ? a : b),
    '9999-12-31',
  );
  if (oldest !== null) {
    rows.footage = await expireFootage(db, oldest, dryRun);
    rows.footageImport = await expireImports(db, oldest, dryRun);
  }
  if (orphans) {
    const found = orphanObjects(context, context.nowMs());
    deleted = sumOfCounts(deleted, await deleteObjects(context, found, { dryRun }));
  }

  const endedAt = new Date(context.nowMs());
  const receipt: RetentionReceipt = {
    id,
    dryRun,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    startedBy: by.name,
    clockHeldBack: status.clockLeap !== null,
    ratchetMoves: moves.map((move) => ({ ...move })),
    firstKept: { ...cutoffs.site },
    shorterRules: cutoffs.cameras.length,
    objects: { ...deleted },
    clips,
    holdsEnded: ended.holds,
    rows,
    gapsRecorded: gaps,
  };
  if (!dryRun) {
    await keeper.recordEvent({ by, action: 'retention-run', particulars: { ...receipt } });
    await endRun(db, id, endedAt, receipt);
  }
  return receipt;
}
