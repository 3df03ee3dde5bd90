import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { openLocalApprover, type LocalApprover } from '../../keeper/approvers.ts';
import type { SignedGrant } from '../../keeper/client/grant.ts';
import type {
  KeeperClient,
  ObjectToSeal,
  ReadToSeal,
  SealedRow,
} from '../../keeper/client/keeper-client.ts';
import { sealBytes, openBytesByTicket } from '../../keeper/client/sealed-objects.ts';
import { spawnKeeper } from '../../keeper/spawn.ts';
import type { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import { DAY_MS, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { openDatabase } from '../../store/database.ts';
import { openEmbeddedPostgres } from '../../store/embedded-postgres.ts';
import { migrateToLatest } from '../../store/migrate.ts';
import { benchMachine, percentile, type BenchMachine } from './bench-machine.ts';
import { traffic } from './search-traffic.ts';

export interface KeeperBenchOptions {
  readonly reads: number;
  /** Of each measurement; the median is given. */
  readonly rounds: number;
  readonly seed: number;
}

export const KEEPER_BENCH_DEFAULTS: KeeperBenchOptions = { reads: 20_000, rounds: 7, seed: 1 };

/** All through the socket, from a client in this process: what a worker or a search sees. */
export interface KeeperFigures {
  readonly reads: number;
  readonly sealPerSecond: number;
  readonly sealedBytes: number;
  readonly tokensPerRead: number;
  /** Rows examined under a grant whose pattern few of them match, logged. */
  readonly openPerSecond: number;
  /** The same where every row matches and is sent back. */
  readonly openAllPerSecond: number;
  /** Tokens for 21 days, logged. */
  readonly searchMs: {
    readonly whole: number;
    readonly oneWrong: number;
    readonly twoWrong: number;
  };
  /** Entries of the audit log, each on disk before its answer, from 64 callers at once. */
  readonly logPerSecond: number;
  /** Calls for objects' keys, half to seal one and half to open it, from 64 callers at once. */
  readonly objectCallsPerSecond: number;
  /** Sealing and opening an object of 8 MiB, in this process; megabytes of 10⁶. */
  readonly objectMegabytesPerSecond: { readonly seal: number; readonly open: number };
  readonly machine: BenchMachine;
}

const BY = { name: 'bench', role: 'operator' };
const SPAN_DAYS = 21;
const LOG_CALLERS = 64;
const LOG_ENTRIES = 12_800;
const OBJECT_CALLERS = 64;
const OBJECT_CALLS = 25_600;
const OBJECT_BYTES = 8 * 1024 * 1024;

/** `keeper [--reads N] [--json]`: prints the machine and the figures. */
export async function keeperBench(args: readonly string[]): Promise<void> {
  await new Command('keeper')
    .option('--reads <n>', 'reads sealed and opened', String(KEEPER_BENCH_DEFAULTS.reads))
    .option('--json', 'one JSON line', false)
    .exitOverride()
    .action(async ({ reads, json }: { reads: string; json: boolean }) => {
      const figures = await measureKeeper({ reads: Number(reads) });
      createOutput(json).result({ type: 'keeper', ...figures }, JSON.stringify(figures, null, 2));
    })
    .parseAsync([...args], { from: 'user' });
}

/** A keeper process of its own on a database of its own, in a temporary folder that is removed. */
export async function measureKeeper(
  given: Partial<KeeperBenchOptions> = {},
): Promise<KeeperFigures> {
  const options = { ...KEEPER_BENCH_DEFAULTS, ...given };
  const folder = await mkdtemp(join(tmpdir(), 'wayside-bench-keeper-'));
  // As root the server runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  try {
    const server = await openEmbeddedPostgres({ dataFolder: join(folder, 'data') });
    try {
      const database = openDatabase({ url: server.url });
      await migrateToLatest(database.kysely);
      await database.close();
      const keeperFolder = join(folder, 'keeper');
      const approver = await openLocalApprover(keeperFolder, 'bench');
      const keeper = await spawnKeeper({
        folder: keeperFolder,
        databaseUrl: server.url,
        retentionDays: { reads: SPAN_DAYS, footage: SPAN_DAYS },
        selfApproval: true,
      });
      const worker = await keeper.connect('worker');
      const operator = await keeper.connect('operator');
      try {
        return await measure(worker, operator, approver, options);
      } finally {
        worker.close();
        operator.close();
        await keeper.stop();
      }
    } finally {
      await server.release();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  worker: KeeperClient,
  operator: KeeperClient,
  approver: LocalApprover,
  { reads: count, rounds, seed }: KeeperBenchOptions,
): Promise<KeeperFigures> {
  const reads = recentReads(count, seed);
  let sealed = await worker.sealReads(reads);
  const sealMs = await medianMs(rounds, async () => {
    sealed = await worker.sealReads(reads);
  });
  const rows: SealedRow[] = reads.map((read, at) => ({ ...read, sealed: sealed[at]!.sealed }));
  // Rows of one plate: the most that a search for one can have to send back.
  const { id, cameraId, capturedAtMs, plate } = reads[0]!;
  const same = { id, cameraId, capturedAtMs, sealed: sealed[0]!.sealed };
  const sameRows = rows.map(() => same);
  const whole = query(plate.text, 0);
  const open = (some: readonly SealedRow[]) =>
    medianMs(rounds, () =>
      operator.openRows({ by: BY, grant: grantFor(approver, whole), query: whole, rows: some }),
    );
  const search = (asked: PlateQuery) =>
    medianMs(rounds, () => {
      const grant = grantFor(approver, asked);
      const { fromMs, toMs } = grant.grant;
      return operator.search({ by: BY, grant, query: asked, fromMs, toMs, cameras: 'all' });
    });
  const openMs = await open(rows);
  const openAllMs = await open(sameRows);
  return {
    reads: count,
    sealPerSecond: perSecond(count, sealMs),
    sealedBytes: mean(sealed.map((read) => read.sealed.length)),
    tokensPerRead: mean(sealed.map((read) => read.partTokens.length + 1)),
    openPerSecond: perSecond(count, openMs),
    openAllPerSecond: perSecond(count, openAllMs),
    searchMs: {
      whole: round(await search(whole)),
      oneWrong: round(await search(query(plate.text, 1))),
      twoWrong: round(await search(query(plate.text, 2))),
    },
    logPerSecond: await logSpeed(operator),
    objectCallsPerSecond: await objectCallSpeed(worker),
    objectMegabytesPerSecond: await objectSpeed(worker, rounds),
    machine: benchMachine(),
  };
}

async function logSpeed(operator: KeeperClient): Promise<number> {
  const particulars = { cameras: 'all', purpose: 'quality-control', note: 'measuring the keeper' };
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: LOG_CALLERS }, async () => {
      for (let done = 0; done < LOG_ENTRIES / LOG_CALLERS; done += 1) {
        await operator.recordEvent({ by: BY, action: 'tracks-searched', particulars });
      }
    }),
  );
  return perSecond(LOG_ENTRIES, performance.now() - startMs);
}

async function objectCallSpeed(worker: KeeperClient): Promise<number> {
  const object = benchObject();
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: OBJECT_CALLERS }, async () => {
      for (let calls = 0; calls < OBJECT_CALLS / OBJECT_CALLERS; calls += 2) {
        const { header, ticket } = await worker.sealObject(object);
        await worker.objectKeyByTicket({ objectId: object.objectId, header, ticket });
      }
    }),
  );
  return perSecond(OBJECT_CALLS, performance.now() - startMs);
}

function benchObject(): ObjectToSeal {
  const nowMs = Date.now();
  return {
    ...{ kind: 'footage', content: 'footage', objectId: 'bench', cameraId: 'bench' },
    ...{ startMs: nowMs, endMs: nowMs },
  };
}

async function objectSpeed(worker: KeeperClient, rounds: number) {
  const object = benchObject();
  const bytes = Buffer.alloc(OBJECT_BYTES, 1);
  let written = await sealBytes(worker, object, bytes);
  const sealMs = await medianMs(rounds, async () => {
    written = await sealBytes(worker, object, bytes);
  });
  const openMs = await medianMs(rounds, () =>
    openBytesByTicket(worker, object.objectId, written.ticket, written.sealed),
  );
  const megabytes = OBJECT_BYTES / 1e6;
  return { seal: perSecond(megabytes, sealMs), open: perSecond(megabytes, openMs) };
}

/** Traffic of the last days, as the keeper has no keys for other ones. */
function recentReads(count: number, seed: number): ReadToSeal[] {
  const nowMs = Date.now();
  const passing = traffic({ rows: count, cameras: 200, seed });
  return [...passing.readsOf(utcDayOf(nowMs), count)].map(({ cameraId, plate }, at) => ({
    id: `read-${at}`,
    cameraId,
    capturedAtMs: nowMs - Math.floor((at / count) * (SPAN_DAYS - 1) * DAY_MS),
    plate,
  }));
}

function query(pattern: string, wrongCharacters: PlateQuery['wrongCharacters']): PlateQuery {
  return { pattern, wrongCharacters, partial: false };
}

function grantFor(approver: LocalApprover, asked: PlateQuery): SignedGrant {
  const nowMs = Date.now();
  return approver.sign({
    version: 2,
    id: 'bench',
    caseId: 'bench',
    caseReference: 'bench',
    reason: 'measuring the keeper',
    purpose: 'quality-control',
    plates: [asked],
    footage: 'none',
    unmask: false,
    cameras: 'all',
    fromMs: nowMs - (SPAN_DAYS - 1) * DAY_MS - 60_000,
    toMs: nowMs + 1,
    requester: approver.name,
    approver: approver.name,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + 3_600_000,
  });
}

async function medianMs(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const ms: number[] = [];
  for (let done = 0; done < rounds; done += 1) {
    const startMs = performance.now();
    await work();
    ms.push(performance.now() - startMs);
  }
  return percentile(ms, 0.5);
}

function perSecond(count: number, ms: number): number {
  return Math.round((count / ms) * 1000);
}

function mean(values: readonly number[]): number {
  return round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
