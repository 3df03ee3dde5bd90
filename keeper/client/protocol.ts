import { Type, type Static } from 'typebox';
import { PlateText } from '../../pipeline/plates/plate-reading.ts';
import { PlateMatch, PlateQuery } from '../../pipeline/search/sealed-read.ts';
import { AskedBy } from './asked-by.ts';
import { API_ACTIONS, AUDIT_VIEWS } from './audit-events.ts';
import { Base64, call, EpochMs, Id, ROLES, SealedRow, strict } from './call-schema.ts';
import { CASE_CALLS } from './case-calls.ts';
import { FIGURES_CALL } from './figures-call.ts';
import { GrantedObjectRequest } from './granted-object-request.ts';
import { HOLD_CALLS } from './hold-calls.ts';
import { REVIEW_CALLS } from './review-calls.ts';
import { SELF_GRANTS, SignedGrant } from './grant.ts';

/**
 * The calls of the keeper, as they go over its socket: frames of a 32-bit big-endian length and that
 * many bytes of UTF-8 JSON. Bytes are base64; 64-bit tokens are base64 of 8 bytes each, big-endian.
 * Each connection starts with `hello`; answers carry the id of their request and may come in any order.
 */
export const PROTOCOL_VERSION = 1;
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;

export { ROLES, type Role } from './call-schema.ts';

/** What has ratchets of its own. `footage` covers facts, tracker state and clips too. */
export const KINDS = ['reads', 'footage', 'crops'] as const;
export type Kind = (typeof KINDS)[number];

/** What an object holds, and the kind whose ratchet it expires with. Who may open it follows from it. */
export const CONTENTS = {
  footage: 'footage',
  facts: 'footage',
  state: 'footage',
  /** A vehicle's picture with its plate: under a grant. */
  crop: 'crops',
  /** A vehicle's picture without people and plates: without a grant, on record. */
  'masked-crop': 'crops',
  clip: 'footage',
  /** A clip that shows people or plates beside the granted one: under a grant that says so. */
  'unmasked-clip': 'footage',
} as const satisfies Readonly<Record<string, Kind>>;
export type Content = keyof typeof CONTENTS;

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const KindSchema = Type.Enum([...KINDS]);
/** Of the camera, where it keeps less long than the site. */
const RetentionDays = Type.Integer({ minimum: 1, maximum: 366 });
const RatchetMove = Type.Object({
  name: Type.String(),
  from: Day,
  /** Null: the class held nothing any more and is gone. */
  to: Type.Union([Day, Type.Null()]),
});
export const ContentSchema = Type.Enum(Object.keys(CONTENTS) as Content[]);

export const MAX_READS_PER_CALL = 2000;
export const MAX_ROWS_PER_CALL = 5000;
export const MAX_ENTRIES_PER_CALL = 1000;

const DayTokens = Type.Object({
  day: Day,
  skeletonAny: Base64,
  partsAny: Base64,
  partsAll: Type.Array(Base64),
});

const OldestDays = Type.Object({ reads: Day, footage: Day, crops: Day });

export const CALLS = {
  ...CASE_CALLS,
  ...HOLD_CALLS,
  ...REVIEW_CALLS,
  /** Seals reads for the index, each under the day it was captured. */
  sealReads: call(
    ['worker'],
    Type.Object(
      {
        reads: Type.Array(
          Type.Object(
            {
              id: Id,
              cameraId: Id,
              capturedAtMs: EpochMs,
              plate: PlateText,
              retentionDays: Type.Optional(RetentionDays),
            },
            strict,
          ),
          { maxItems: MAX_READS_PER_CALL },
        ),
      },
      strict,
    ),
    Type.Object({
      reads: Type.Array(
        Type.Object({ day: Day, sealed: Base64, skeletonToken: Base64, partTokens: Base64 }),
      ),
    }),
  ),
  /** A fresh key for one object, the header to store in front of it and a ticket to open it again. */
  sealObject: call(
    ['worker'],
    Type.Object(
      {
        kind: KindSchema,
        content: ContentSchema,
        objectId: Id,
        cameraId: Id,
        startMs: EpochMs,
        endMs: EpochMs,
        retentionDays: Type.Optional(RetentionDays),
      },
      strict,
    ),
    Type.Object({ key: Base64, header: Base64, ticket: Base64 }),
  ),
  objectKeyByTicket: call(
    ['worker'],
    Type.Object({ objectId: Id, header: Base64, ticket: Base64 }, strict),
    Type.Object({ key: Base64 }),
  ),
  /** Turns one query of a grant into tokens, a day at a time, after logging it. */
  search: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        grant: SignedGrant,
        query: PlateQuery,
        fromMs: EpochMs,
        toMs: EpochMs,
        cameras: Type.Union([Type.Literal('all'), Type.Array(Id, { minItems: 1 })]),
      },
      strict,
    ),
    Type.Object({
      days: Type.Array(DayTokens),
      scan: Type.Boolean(),
      scanRowLimit: Type.Integer(),
      expiredBefore: Type.Union([Day, Type.Null()]),
    }),
  ),
  /** Opens rows; only those that the query and the grant cover come back. */
  openRows: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        grant: SignedGrant,
        query: PlateQuery,
        rows: Type.Array(SealedRow, { maxItems: MAX_ROWS_PER_CALL }),
      },
      strict,
    ),
    Type.Object({
      rows: Type.Array(Type.Object({ id: Id, plate: PlateText, match: PlateMatch })),
      brokenIds: Type.Array(Id),
      expiredIds: Type.Array(Id),
    }),
  ),
  objectKeyByGrant: call(['operator'], GrantedObjectRequest, Type.Object({ key: Base64 })),
  /** Opens a masked picture without a grant, on record; nothing else. */
  objectKeyForView: call(
    ['operator'],
    Type.Object({ by: AskedBy, objectId: Id, header: Base64 }, strict),
    Type.Object({ key: Base64 }),
  ),
  /** Forgets every day of the kind before `oldestDay`, or of its one class, for good. */
  moveRatchet: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        kind: KindSchema,
        classDays: Type.Optional(RetentionDays),
        oldestDay: Day,
        reason: Type.String({ minLength: 1 }),
      },
      strict,
    ),
    Type.Object({ oldestDays: OldestDays }),
  ),
  /** Moves what the keeper's own clock says now; `believeClock` ends a held-back leap first. */
  keepRetention: call(
    ['operator'],
    Type.Object({ by: AskedBy, believeClock: Type.Boolean() }, strict),
    Type.Object({ moves: Type.Array(RatchetMove), clockHeldBack: Type.Boolean() }),
  ),
  /** Writes what the API saw into the audit log; answers once it is there. */
  recordEvent: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        action: Type.Enum([...API_ACTIONS]),
        particulars: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown(), {
          maxProperties: 50,
        }),
      },
      strict,
    ),
    Type.Object({ sequence: Type.Integer() }),
  ),
  /** Entries of the audit log from `fromSequence` on; the reading is an entry too. */
  readAudit: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        fromSequence: Type.Integer({ minimum: 0 }),
        limit: Type.Integer({ minimum: 1, maximum: MAX_ENTRIES_PER_CALL }),
        view: Type.Enum([...AUDIT_VIEWS]),
      },
      strict,
    ),
    Type.Object({
      entries: Type.Array(
        Type.Object({
          sequence: Type.Integer(),
          recordedAtMs: EpochMs,
          leafHash: Base64,
          /** Null where the stored bytes don't open any more. */
          detail: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
        }),
      ),
      /** Entries before this reading. */
      size: Type.Integer(),
      /** Where to go on; null at the end. */
      nextSequence: Type.Union([Type.Integer(), Type.Null()]),
    }),
  ),
  ...FIGURES_CALL,
  status: call(
    ['worker', 'operator'],
    Type.Object({}, strict),
    Type.Object({
      oldestDays: OldestDays,
      ratchets: Type.Array(
        Type.Object({
          name: Type.String(),
          kind: KindSchema,
          days: Type.Integer(),
          oldestDay: Day,
          heldFrom: Day,
        }),
      ),
      /** Set while the clock is ahead of what the keeper believes: the day it went to, since when. */
      clockLeap: Type.Union([Type.Object({ toDay: Day, sinceMs: EpochMs }), Type.Null()]),
      ceilingDays: Type.Object({
        reads: Type.Integer(),
        footage: Type.Integer(),
        crops: Type.Integer(),
      }),
      auditEntries: Type.Integer(),
      auditRootHash: Base64,
      selfApproval: Type.Boolean(),
      twoPersons: Type.Boolean(),
      selfGrants: Type.Enum([...SELF_GRANTS]),
      maxGrantHours: Type.Number(),
      secondApproverAfterDays: Type.Integer(),
      approvers: Type.Array(Type.String()),
      approverFingerprints: Type.Array(Type.String()),
    }),
  ),
} as const;

export type CallName = keyof typeof CALLS;
export type CallRequest<N extends CallName> = Static<(typeof CALLS)[N]['request']>;
export type CallAnswer<N extends CallName> = Static<(typeof CALLS)[N]['answer']>;

export const Hello = Type.Object(
  {
    protocol: Type.Literal(PROTOCOL_VERSION),
    role: Type.Enum([...ROLES]),
    token: Type.String({ maxLength: 200 }),
  },
  strict,
);
export type Hello = Static<typeof Hello>;

/** What a client sends after `hello`; `params` is checked against the call's own schema. */
export const RequestFrame = Type.Object(
  { id: Type.Integer(), call: Type.String(), params: Type.Unknown() },
  strict,
);
export type RequestFrame = Static<typeof RequestFrame>;

export const AnswerFrame = Type.Union([
  Type.Object({ id: Type.Integer(), answer: Type.Unknown() }),
  Type.Object({
    id: Type.Integer(),
    error: Type.Object({ code: Type.String(), message: Type.String(), details: Type.Unknown() }),
  }),
]);
export type AnswerFrame = Static<typeof AnswerFrame>;
