import { sign, type KeyObject } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { canonicalJson } from './canonical-json.ts';

const Name = Type.String({ minLength: 1, maxLength: 200 });
const EpochMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000 });

export const MIN_HOLD_REASON = 20;

/**
 * What a case keeps beyond its day: what one of its grants covers, of some cameras and a past span, for
 * a time. Two approvers sign it; neither is who asks for it.
 */
export const Hold = Type.Object(
  {
    version: Type.Literal(1),
    id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
    caseId: Name,
    grantId: Name,
    reason: Type.String({ minLength: MIN_HOLD_REASON, maxLength: 2000 }),
    cameras: Type.Union([Type.Literal('all'), Type.Array(Name, { minItems: 1, maxItems: 10_000 })]),
    /** When it was seen: `[fromMs, toMs)`. */
    fromMs: EpochMs,
    toMs: EpochMs,
    requester: Name,
    requestedAtMs: EpochMs,
    expiresAtMs: EpochMs,
  },
  { additionalProperties: false },
);
export type Hold = Static<typeof Hold>;

export const HoldSignature = Type.Object(
  { approver: Name, signature: Type.String({ maxLength: 128 }) },
  { additionalProperties: false },
);
export type HoldSignature = Static<typeof HoldSignature>;

/** What an approver signs: a label, so that the signature means nothing elsewhere, and the hold. */
export function holdBytes(hold: Hold): Buffer {
  return Buffer.from(`wayside hold 1\n${canonicalJson(hold)}`);
}

/** Signs with the approver's Ed25519 private key. */
export function signHold(privateKey: KeyObject, approver: string, hold: Hold): HoldSignature {
  return { approver, signature: sign(null, holdBytes(hold), privateKey).toString('base64') };
}
