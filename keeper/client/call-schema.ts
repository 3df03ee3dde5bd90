import { Type, type TSchema } from 'typebox';

/** What the calls of the keeper are described with; the calls are in `protocol.ts`. */

export const ROLES = ['worker', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export const strict = { additionalProperties: false };
export const Base64 = Type.String({ maxLength: 64 * 1024 });
export const Id = Type.String({ minLength: 1, maxLength: 300 });
/** Milliseconds since the Unix epoch, UTC. */
export const EpochMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000 });

/** A stored row as the keeper opens it: the clear columns are checked against the seal. */
export const SealedRow = Type.Object(
  { id: Id, cameraId: Id, capturedAtMs: EpochMs, sealed: Base64 },
  strict,
);

/** Who may call, with what, and what comes back. */
export const call = <const R extends readonly Role[], Q extends TSchema, A extends TSchema>(
  roles: R,
  request: Q,
  answer: A,
) => ({ roles, request, answer });
