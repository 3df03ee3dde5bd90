import { Type, type Static } from 'typebox';
import { ROLES, SCOPES } from '../../store/schema/people.ts';

export { ROLES, SCOPES };

export const Role = Type.Enum([...ROLES]);
export type Role = Static<typeof Role>;

export const Scope = Type.Enum([...SCOPES]);
export type Scope = Static<typeof Scope>;

/** Who makes a request. */
export type Actor = UserActor | KeyActor;

export interface UserActor {
  readonly kind: 'user';
  readonly userId: string;
  /** Sign-in name: unique, never reused, what the audit log calls them. */
  readonly name: string;
  readonly role: Role;
  readonly sessionId: string;
  /** When they last proved who they are, in milliseconds since the Unix epoch. */
  readonly authenticatedAtMs: number;
  /** The site asks for a second factor and they have none: they may only set one up. */
  readonly lacksSecondFactor: boolean;
}

export interface KeyActor {
  readonly kind: 'key';
  readonly keyId: string;
  /** The key's label, for the audit log. */
  readonly name: string;
  readonly role: 'integrator';
  readonly scopes: readonly Scope[];
}
