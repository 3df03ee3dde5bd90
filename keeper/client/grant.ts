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

/** What an approved case allows. Signed by its approver; the keeper believes nothing else. */
export const Grant = Type.Object(
  {
    version: Type.Literal(1),
    id: Name,
    caseName: Name,
    reason: Type.String({ minLength: 3, maxLength: 2000 }),
    purpose: Type.Enum([...PURPOSES]),
    plates: Type.Array(PlateQuery, { maxItems: 100 }),
    footage: Type.Enum([...FOOTAGE_SCOPES]),
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

/** A grant and its approver's Ed25519 signature (base64) over the grant's canonical JSON (RFC 8785). */
export const SignedGrant = Type.Object(
  { grant: Grant, signature: Type.String({ maxLength: 128 }) },
  { additionalProperties: false },
);
export type SignedGrant = Static<typeof SignedGrant>;
