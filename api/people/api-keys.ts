import { Type, type Static } from 'typebox';
import { WaysideError } from '../../pipeline/errors.ts';
import { insertApiKey, revokeApiKey, type OwnedApiKey } from '../../store/people/api-keys.ts';
import { Scope, type UserActor } from '../auth/actor.ts';
import { formatApiKey, newApiKey } from '../auth/api-key.ts';
import { hashSecretToken } from '../auth/secret-token.ts';
import type { RouteContext } from '../routes/route-app.ts';

const DAY_MS = 24 * 3_600_000;
export const MAX_KEY_DAYS = 365;

const Time = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });
const MaybeTime = Type.Union([Time, Type.Null()]);

export const ApiKeyView = Type.Object({
  id: Type.String(),
  owner: Type.String({ description: 'Sign-in name.' }),
  label: Type.String(),
  prefix: Type.String({ description: 'The key begins with `wsk_` and this.' }),
  scopes: Type.Array(Scope),
  createdAt: Time,
  expiresAt: Time,
  revokedAt: MaybeTime,
  lastUsedAt: MaybeTime,
});
export type ApiKeyView = Static<typeof ApiKeyView>;

export function viewOfKey(key: OwnedApiKey): ApiKeyView {
  const { id, owner, label, prefix, scopes, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  return {
    id,
    owner,
    label,
    prefix,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

/** The key itself is in the answer only; its hash is stored. Throws AUDIT_UNAVAILABLE. */
export async function makeApiKey(
  { db, keeper, nowMs }: Pick<RouteContext, 'db' | 'keeper' | 'nowMs'>,
  {
    by,
    requestId,
    label,
    scopes,
    expiresInDays,
  }: {
    readonly by: UserActor;
    readonly requestId: string;
    readonly label: string;
    readonly scopes: readonly Scope[];
    /** 1…365 */
    readonly expiresInDays: number;
  },
): Promise<{ readonly key: ApiKeyView; readonly secret: string }> {
  const text = newApiKey();
  const createdAt = new Date(nowMs());
  const expiresAt = new Date(createdAt.getTime() + expiresInDays * DAY_MS);
  const stored = await db.transaction().execute(async (transaction) => {
    const key = await insertApiKey(transaction, {
      accountId: by.userId,
      label,
      prefix: text.prefix,
      secretHash: hashSecretToken(text.secret),
      scopes: [...new Set(scopes)],
      createdAt,
      expiresAt,
    });
    await keeper.recordEvent({
      by: { name: by.name, role: by.role, requestId },
      action: 'key-created',
      particulars: { label, prefix: key.prefix, scopes, expiresAt: expiresAt.toISOString() },
    });
    return key;
  });
  return { key: viewOfKey({ ...stored, owner: by.name }), secret: formatApiKey(text) };
}

/**
 * Ends one's own key; an administrator ends anybody's.
 * @throws WaysideError NOT_FOUND when there is no such live key, or not for this person
 */
export async function endApiKey(
  { db, keeper, actors, nowMs }: Pick<RouteContext, 'db' | 'keeper' | 'actors' | 'nowMs'>,
  {
    by,
    requestId,
    keyId,
  }: { readonly by: UserActor; readonly requestId: string; readonly keyId: string },
): Promise<void> {
  const accountId = by.role === 'administrator' ? null : by.userId;
  await db.transaction().execute(async (transaction) => {
    const key = await revokeApiKey(transaction, { id: keyId, accountId, nowMs: nowMs() });
    if (key === undefined) throw new WaysideError('NOT_FOUND', 'there is no such live key');
    await keeper.recordEvent({
      by: { name: by.name, role: by.role, requestId },
      action: 'key-ended',
      particulars: { label: key.label, prefix: key.prefix },
    });
  });
  actors.forget(keyId);
}
