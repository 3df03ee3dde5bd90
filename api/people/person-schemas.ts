import { Type, type Static } from 'typebox';
import type { Account } from '../../store/schema/people.ts';
import { ACCOUNT_STATUSES } from '../../store/schema/people.ts';
import { Role } from '../auth/actor.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../auth/password-policy.ts';

const Time = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });

/** As somebody chooses it: lower case, never reused. */
export const UserName = Type.String({
  pattern: '^[a-z0-9][a-z0-9._@-]{1,63}$',
  maxLength: 64,
  description: 'Sign-in name: 2 to 64 of a–z, 0–9, `.`, `_`, `@`, `-`.',
});

/** As somebody types it: what isn't a name is nobody's. */
export const TypedName = Type.String({ minLength: 1, maxLength: 200 });

export const TypedPassword = Type.String({ minLength: 1, maxLength: MAX_PASSWORD_LENGTH });

export const NewPassword = Type.String({
  minLength: 1,
  maxLength: MAX_PASSWORD_LENGTH,
  description: `At least ${MIN_PASSWORD_LENGTH} characters; not the name, not one of the commonest.`,
});

export const TypedCode = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'The six digits that the authenticator shows, or a recovery code.',
});

export const Token = Type.String({ minLength: 1, maxLength: 100 });

export const UserId = Type.String({ format: 'uuid', maxLength: 36 });

export const User = Type.Object({
  id: UserId,
  name: Type.String(),
  role: Role,
  status: Type.Enum([...ACCOUNT_STATUSES]),
  signsInBy: Type.Enum(['password', 'oidc', 'nothing'], {
    description: '`nothing`: not before the invitation is accepted.',
  }),
  createdAt: Time,
});
export type User = Static<typeof User>;

export function userOfAccount(account: Account): User {
  const { id, name, role, status, passwordHash, oidcSubject, createdAt } = account;
  return {
    id,
    name,
    role,
    status,
    signsInBy: oidcSubject !== null ? 'oidc' : passwordHash !== null ? 'password' : 'nothing',
    createdAt: createdAt.toISOString(),
  };
}

export const Invitation = Type.Object({
  token: Type.String({ description: 'Shown once; to be handed to the person.' }),
  expiresAt: Time,
});
export type Invitation = Static<typeof Invitation>;
