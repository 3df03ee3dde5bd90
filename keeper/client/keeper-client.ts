import { setTimeout as delay } from 'node:timers/promises';
import { WaysideError } from '../../pipeline/errors.ts';
import type { PlateText } from '../../pipeline/plates/plate-reading.ts';
import type {
  DayQuery,
  PlateMatch,
  PlateQuery,
  SealedRead,
} from '../../pipeline/search/sealed-read.ts';
import { compareMatches } from '../../pipeline/search/rank-matches.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { SignedGrant } from './grant.ts';
import { openConnection, type KeeperConnection } from './keeper-connection.ts';
import {
  MAX_ROWS_PER_CALL,
  type CallAnswer,
  type CallName,
  type CallRequest,
  type Kind,
  type Role,
} from './protocol.ts';
import { bytesFromWire, bytesToWire, tokensFromWire } from './wire-bytes.ts';

/** A read on its way into the index. Times are integer milliseconds since the Unix epoch. */
export interface ReadToSeal {
  readonly id: string;
  readonly cameraId: string;
  readonly capturedAtMs: number;
  readonly plate: PlateText;
}

/** A row of the index, with the clear columns that its seal covers. */
export interface SealedRow {
  readonly id: string;
  readonly cameraId: string;
  readonly capturedAtMs: number;
  readonly sealed: Uint8Array;
}

/** `[startMs, endMs]` is when the pictures in the object were taken; its day is that of `startMs`. */
export interface ObjectToSeal {
  readonly kind: Kind;
  readonly objectId: string;
  readonly cameraId: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface ObjectSeal {
  /** 32 bytes; for this writing of the object only. */
  readonly key: Uint8Array;
  /** Stored in clear in front of the object. */
  readonly header: Uint8Array;
  /** Lets a worker open the object again until it expires; keep it beside the job's row. */
  readonly ticket: Uint8Array;
}

export interface SearchRequest {
  readonly grant: SignedGrant;
  readonly query: PlateQuery;
  /** `[fromMs, toMs)`, inside the grant's span. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Inside the grant's cameras. */
  readonly cameras: 'all' | readonly string[];
}

export interface SearchPlan {
  /** One entry a day, oldest first; expired days are left out. */
  readonly days: readonly DayQuery[];
  /** True: tokens can't help, so every row of the span has to be opened, `scanRowLimit` at most. */
  readonly scan: boolean;
  readonly scanRowLimit: number;
  /** Set when part of the span is before this day, the oldest whose key is left. */
  readonly expiredBefore: UtcDay | null;
}

export interface OpenedRow {
  readonly id: string;
  readonly plate: PlateText;
  readonly match: PlateMatch;
}

export interface OpenedRows {
  /** Only rows that match the query inside the grant; best match first. */
  readonly rows: readonly OpenedRow[];
  /** Rows whose bytes, id, camera or time were changed after sealing. */
  readonly brokenIds: readonly string[];
  readonly expiredIds: readonly string[];
}

export interface KeeperStatus {
  readonly oldestDays: Readonly<Record<Kind, UtcDay>>;
  readonly auditEntries: number;
  readonly auditRootHash: Uint8Array;
  readonly selfApproval: boolean;
  readonly approvers: readonly string[];
}

/** Every call throws a WaysideError: KEEPER_UNREACHABLE, or as the call says. */
export interface KeeperClient {
  /** In the order given; any number. Throws EXPIRED, TIME_INVALID. */
  sealReads(reads: readonly ReadToSeal[]): Promise<SealedRead[]>;
  /** Throws EXPIRED, TIME_INVALID. See `sealBytes` and `sealStream`, which do the rest. */
  sealObject(object: ObjectToSeal): Promise<ObjectSeal>;
  /** Throws EXPIRED, TICKET_INVALID. */
  objectKeyByTicket(object: {
    readonly objectId: string;
    readonly header: Uint8Array;
    readonly ticket: Uint8Array;
  }): Promise<Uint8Array>;
  /** Throws GRANT_INVALID, PATTERN_INVALID, PATTERN_TOO_WIDE, EXPIRED, DATABASE_UNREACHABLE. */
  search(request: SearchRequest): Promise<SearchPlan>;
  /** Any number of rows. Throws as `search` does. */
  openRows(request: {
    readonly grant: SignedGrant;
    readonly query: PlateQuery;
    readonly rows: readonly SealedRow[];
  }): Promise<OpenedRows>;
  /** `sighting`: the row that shows the granted plate in this object, unless the grant opens all. */
  objectKeyByGrant(object: {
    readonly grant: SignedGrant;
    readonly objectId: string;
    readonly header: Uint8Array;
    readonly sighting?: SealedRow;
  }): Promise<Uint8Array>;
  /** Forgets every day before `oldestDay` for good; a day already forgotten changes nothing. */
  moveRatchet(move: {
    readonly kind: Kind;
    readonly oldestDay: UtcDay;
    readonly reason: string;
  }): Promise<Readonly<Record<Kind, UtcDay>>>;
  status(): Promise<KeeperStatus>;
  close(): void;
}

export interface KeeperClientOptions {
  readonly socketPath: string;
  readonly role: Role;
  readonly token: string;
  /** How long to go on trying when the keeper doesn't answer; default 5,000. */
  readonly retryForMs?: number;
  /** Default 60,000. */
  readonly callTimeoutMs?: number;
}

const READS_PER_CALL = 500;
const CALLS_IN_FLIGHT = 4;

/** Connects at the first call, and again after the keeper was away. */
export function connectKeeper(options: KeeperClientOptions): KeeperClient {
  const call = caller(options);

  return {
    async sealReads(reads) {
      const parts = [...slices(reads, READS_PER_CALL)];
      const sealed: SealedRead[] = [];
      // Some calls at once, so that this side writes and reads frames while the keeper seals.
      for (const group of slices(parts, CALLS_IN_FLIGHT)) {
        const answers = await Promise.all(
          group.map((part) => call('sealReads', { reads: part.map(readToWire) })),
        );
        sealed.push(...answers.flatMap((answer) => answer.reads.map(sealedReadFromWire)));
      }
      return sealed;
    },

    async sealObject(object) {
      const { kind, objectId, cameraId, startMs, endMs } = object;
      const request = { kind, objectId, cameraId, startMs, endMs };
      const { key, header, ticket } = await call('sealObject', request);
      return {
        key: bytesFromWire(key),
        header: bytesFromWire(header),
        ticket: bytesFromWire(ticket),
      };
    },

    async objectKeyByTicket({ objectId, header, ticket }) {
      const answer = await call('objectKeyByTicket', {
        objectId,
        header: bytesToWire(header),
        ticket: bytesToWire(ticket),
      });
      return bytesFromWire(answer.key);
    },

    async search({ grant, query, fromMs, toMs, cameras }) {
      const answer = await call('search', {
        grant,
        query,
        fromMs,
        toMs,
        cameras: cameras === 'all' ? cameras : [...cameras],
      });
      return {
        ...answer,
        days: answer.days.map((day) => ({
          day: day.day,
          skeletonAny: tokensFromWire(day.skeletonAny),
          partsAny: tokensFromWire(day.partsAny),
          partsAll: day.partsAll.map(tokensFromWire),
        })),
      };
    },

    async openRows({ grant, query, rows }) {
      const opened: OpenedRow[] = [];
      const brokenIds: string[] = [];
      const expiredIds: string[] = [];
      for (const part of slices(rows, MAX_ROWS_PER_CALL)) {
        const answer = await call('openRows', { grant, query, rows: part.map(rowToWire) });
        opened.push(...answer.rows);
        brokenIds.push(...answer.brokenIds);
        expiredIds.push(...answer.expiredIds);
      }
      opened.sort(compareMatches);
      return { rows: opened, brokenIds, expiredIds };
    },

    async objectKeyByGrant({ grant, objectId, header, sighting }) {
      const answer = await call('objectKeyByGrant', {
        grant,
        objectId,
        header: bytesToWire(header),
        ...(sighting === undefined ? {} : { sighting: rowToWire(sighting) }),
      });
      return bytesFromWire(answer.key);
    },

    async moveRatchet(move) {
      return (await call('moveRatchet', { ...move })).oldestDays;
    },

    async status() {
      const answer = await call('status', {});
      return { ...answer, auditRootHash: bytesFromWire(answer.auditRootHash) };
    },

    close() {
      call.close();
    },
  };
}

interface Caller {
  <N extends CallName>(name: N, params: CallRequest<N>): Promise<CallAnswer<N>>;
  close(): void;
}

/** One shared connection that is made anew when it broke. Every call may safely be sent twice. */
function caller(options: KeeperClientOptions): Caller {
  const { retryForMs = 5_000, callTimeoutMs = 60_000 } = options;
  let connecting: Promise<KeeperConnection> | null = null;
  let closed = false;

  const connection = async (): Promise<KeeperConnection> => {
    const seen = connecting;
    const current = await seen?.catch(() => null);
    if (current?.open === true) return current;
    // Of several callers that found it broken, the first makes the new one.
    if (connecting === seen) connecting = openConnection({ ...options, callTimeoutMs });
    return connecting!;
  };

  const send = async (name: string, params: unknown): Promise<unknown> => {
    const startedAt = performance.now();
    for (let waitMs = 50; ; waitMs = Math.min(1_000, waitMs * 2)) {
      try {
        return await (await connection()).send(name, params);
      } catch (error) {
        const again =
          error instanceof WaysideError &&
          error.code === 'KEEPER_UNREACHABLE' &&
          !closed &&
          performance.now() - startedAt + waitMs < retryForMs;
        if (!again) throw error;
        await delay(waitMs);
      }
    }
  };

  return Object.assign(send as Caller, {
    close() {
      closed = true;
      void connecting?.then(
        (open) => {
          open.close();
        },
        () => undefined,
      );
    },
  });
}

function sealedReadFromWire(read: CallAnswer<'sealReads'>['reads'][number]): SealedRead {
  return {
    day: read.day,
    sealed: bytesFromWire(read.sealed),
    skeletonToken: tokensFromWire(read.skeletonToken)[0]!,
    partTokens: tokensFromWire(read.partTokens),
  };
}

/** Field by field, as callers may hand in rows that have more. */
function readToWire({ id, cameraId, capturedAtMs, plate }: ReadToSeal) {
  const { text, confidence, characters, alternatives, region } = plate;
  const sent = { text, confidence, characters, alternatives, region };
  return { id, cameraId, capturedAtMs, plate: sent };
}

function rowToWire(row: SealedRow) {
  return {
    id: row.id,
    cameraId: row.cameraId,
    capturedAtMs: row.capturedAtMs,
    sealed: bytesToWire(row.sealed),
  };
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
