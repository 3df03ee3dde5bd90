import { compareMatches } from '../../pipeline/search/rank-matches.ts';
import type { PlateQuery, SealedRead } from '../../pipeline/search/sealed-read.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { AskedBy } from './asked-by.ts';
import { caseCaller, type CaseCaller } from './case-caller.ts';
import type { KeeperFigures } from './figures-call.ts';
import type { SignedGrant } from './grant.ts';
import { grantedObjectToWire, type GrantedObject } from './granted-object.ts';
import { holdCaller, type HoldCaller } from './hold-caller.ts';
import { keeperCaller, type CallerOptions } from './keeper-caller.ts';
import type {
  AuditReading,
  EventToRecord,
  KeeperStatus,
  ObjectSeal,
  ObjectToSeal,
  OpenedRow,
  OpenedRows,
  RatchetMove,
  ReadEntries,
  ReadToSeal,
  SealedRow,
  SearchPlan,
  SearchRequest,
} from './keeper-types.ts';
import { reviewCaller, type ReviewCaller } from './review-caller.ts';
import { MAX_ROWS_PER_CALL, type CallAnswer, type Kind } from './protocol.ts';
import { bytesFromWire, bytesToWire, rowToWire, tokensFromWire } from './wire-bytes.ts';

export type * from './keeper-types.ts';

/** Every call throws a WaysideError: KEEPER_UNREACHABLE, or as the call says. */
export interface KeeperClient extends CaseCaller, HoldCaller, ReviewCaller {
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
  /** Throws GRANT_INVALID, PATTERN_INVALID, PATTERN_TOO_WIDE, EXPIRED, AUDIT_UNAVAILABLE. */
  search(request: SearchRequest): Promise<SearchPlan>;
  /** Any number of rows. Throws as `search` does. */
  openRows(request: {
    readonly by: AskedBy;
    readonly grant: SignedGrant;
    readonly query: PlateQuery;
    readonly rows: readonly SealedRow[];
  }): Promise<OpenedRows>;
  objectKeyByGrant(object: GrantedObject): Promise<Uint8Array>;
  /** Of a masked picture. Throws GRANT_INVALID for anything else, EXPIRED, AUDIT_UNAVAILABLE. */
  objectKeyForView(object: {
    readonly by: AskedBy;
    readonly objectId: string;
    readonly header: Uint8Array;
  }): Promise<Uint8Array>;
  /** Forgets every day before `oldestDay` for good; a day already forgotten changes nothing. */
  moveRatchet(move: {
    readonly by: AskedBy;
    readonly kind: Kind;
    /** Only the class of so many days; left out: all of the kind. */
    readonly classDays?: number;
    readonly oldestDay: UtcDay;
    readonly reason: string;
  }): Promise<Readonly<Record<Kind, UtcDay>>>;
  /** In the log before it returns; gives its sequence. Throws AUDIT_UNAVAILABLE: then don't answer. */
  recordEvent(event: EventToRecord): Promise<number>;
  /** The reading is an entry itself. Throws AUDIT_UNAVAILABLE. */
  readAudit(reading: AuditReading): Promise<ReadEntries>;
  /**
   * Moves the ratchets to where the keeper's own clock says, as it does by itself every few minutes.
   * `believeClock`: a leap of the clock that is held back is right. Throws AUDIT_UNAVAILABLE.
   */
  keepRetention(request: {
    readonly by: AskedBy;
    readonly believeClock: boolean;
  }): Promise<{ readonly moves: readonly RatchetMove[]; readonly clockHeldBack: boolean }>;
  status(): Promise<KeeperStatus>;
  /** Of its process, for whoever looks after it. */
  figures(): Promise<KeeperFigures>;
  close(): void;
}

export type KeeperClientOptions = CallerOptions;

const READS_PER_CALL = 500;
const CALLS_IN_FLIGHT = 4;

/** Connects at the first call, and again after the keeper was away. */
export function connectKeeper(options: KeeperClientOptions): KeeperClient {
  const call = keeperCaller(options);

  return {
    ...caseCaller(call),
    ...holdCaller(call),
    ...reviewCaller(call),

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
      const { kind, content, objectId, cameraId, startMs, endMs, retentionDays } = object;
      const request = {
        kind,
        content,
        objectId,
        cameraId,
        startMs,
        endMs,
        ...ifSet(retentionDays),
      };
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

    async search({ by, grant, query, fromMs, toMs, cameras }) {
      const answer = await call('search', {
        by,
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

    async openRows({ by, grant, query, rows }) {
      const opened: OpenedRow[] = [];
      const brokenIds: string[] = [];
      const expiredIds: string[] = [];
      for (const part of slices(rows, MAX_ROWS_PER_CALL)) {
        const answer = await call('openRows', {
          by,
          grant,
          query,
          rows: part.map(rowToWire),
        });
        opened.push(...answer.rows);
        brokenIds.push(...answer.brokenIds);
        expiredIds.push(...answer.expiredIds);
      }
      opened.sort(compareMatches);
      return { rows: opened, brokenIds, expiredIds };
    },

    async objectKeyByGrant(object) {
      const answer = await call('objectKeyByGrant', grantedObjectToWire(object));
      return bytesFromWire(answer.key);
    },

    async objectKeyForView({ by, objectId, header }) {
      const answer = await call('objectKeyForView', { by, objectId, header: bytesToWire(header) });
      return bytesFromWire(answer.key);
    },

    async moveRatchet(move) {
      return (await call('moveRatchet', { ...move })).oldestDays;
    },

    async recordEvent({ by, action, particulars }) {
      return (await call('recordEvent', { by, action, particulars })).sequence;
    },

    async readAudit({ by, fromSequence, limit, view }) {
      const answer = await call('readAudit', { by, fromSequence, limit, view });
      const entries = answer.entries.map((entry) => ({
        ...entry,
        leafHash: bytesFromWire(entry.leafHash),
      }));
      return { ...answer, entries };
    },

    async keepRetention({ by, believeClock }) {
      return call('keepRetention', { by, believeClock });
    },

    async status() {
      const answer = await call('status', {});
      return { ...answer, auditRootHash: bytesFromWire(answer.auditRootHash) };
    },

    figures: () => call('figures', {}),

    close() {
      call.close();
    },
  };
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
function readToWire({ id, cameraId, capturedAtMs, plate, retentionDays }: ReadToSeal) {
  const { text, confidence, characters, alternatives, region } = plate;
  const sent = { text, confidence, characters, alternatives, region };
  return { id, cameraId, capturedAtMs, plate: sent, ...ifSet(retentionDays) };
}

function ifSet(retentionDays: number | undefined) {
  return retentionDays === undefined ? {} : { retentionDays };
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
