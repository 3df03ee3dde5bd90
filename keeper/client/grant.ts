import { Type, type Static } from 'typebox';
import { PlateQuery } from '../../pipeline/search/sealed-read.ts';

/** Why plates may be looked for: a closed list; the reason in the grant is the narrative beside it. */
export const PURPOSES = [
  'stolen-vehicle',
  'missing-vehicle',
  'collision',
  'hit-and-run',
  'serious-crime',
  'danger-to-life',
  'road-safety',
  'court-order',
  'subject-access',
  'quality-control',
  'demonstration',
  /** The requester chose none: the log says so. */
  'not-stated',
] as const;

/** What of the stored footage a grant opens. */
export const FOOTAGE_SCOPES = [
  /** Nothing: rows only. */
  'none',
  /** Objects in which a row that the grant covers was seen. */
  'sightings',
  /** Everything of the cameras and the span. */
  'all',
] as const;

const Name = Type.String({ minLength: 1, maxLength: 200 });
/** Milliseconds since the Unix epoch, UTC. */
const EpochMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000 });

/**
 * The approver's name in a grant that the keeper itself signed at its requester's word, where the site
 * allows that: one whole plate of the last 24 hours. Nobody can be admitted under this name.
 */
export const SITE_APPROVER = '(site)';

/** What an approved case allows. Signed by its approver; the keeper believes nothing else. */
export const Grant = Type.Object(
  {
    version: Type.Literal(2),
    id: Name,
    caseId: Name,
    /** What the case is called outside of Wayside, such as a file number. */
    caseReference: Name,
    reason: Type.String({ minLength: 3, maxLength: 2000 }),
    purpose: Type.Enum([...PURPOSES]),
    plates: Type.Array(PlateQuery, { maxItems: 100 }),
    footage: Type.Enum([...FOOTAGE_SCOPES]),
    /** Whether people and other plates may be shown in what the grant opens. */
    unmask: Type.Boolean(),
    cameras: Type.Union([Type.Literal('all'), Type.Array(Name, { minItems: 1, maxItems: 10_000 })]),
    /** When the plates were seen: `[fromMs, toMs)`. */
    fromMs: EpochMs,
    toMs: EpochMs,
    requester: Name,
    approver: Name,
    issuedAtMs: EpochMs,
    expiresAtMs: EpochMs,
  },
  { additionalProperties: false },
);
export type Grant = Static<typeof Grant>;

/** What someone may search for without an approver on a site of several people; `none`: nothing. */
export const SELF_GRANTS = ['none', 'recent-plate'] as const;
export type SelfGrants = (typeof SELF_GRANTS)[number];

/** Ed25519, base64. */
const Signature = Type.String({ maxLength: 128 });

/**
 * A grant and its approver's signature over the grant's canonical JSON (RFC 8785). `coSignatures` are
 * those of further approvers, which old data needs.
 */
export const SignedGrant = Type.Object(
  {
    grant: Grant,
    signature: Signature,
    coSignatures: Type.Optional(
      Type.Array(
        Type.Object({ approver: Name, signature: Signature }, { additionalProperties: false }),
        { maxItems: 4 },
      ),
    ),
  },
  { additionalProperties: false },
);
export type SignedGrant = Static<typeof SignedGrant>;
