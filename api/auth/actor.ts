import { Type, type Static } from 'typebox';

/**
 * What someone may do. A person has one role: roles don't add up, so that nobody both asks and
 * approves, and whoever configures the system never searches it.
 */
export const ROLES = ['analyst', 'approver', 'auditor', 'integrator', 'administrator'] as const;
export const Role = Type.Enum([...ROLES]);
export type Role = Static<typeof Role>;

/** What an API key may do; a subset of what its owner's role may. None of them searches plates. */
export const SCOPES = ['cameras:read', 'coverage:read', 'tracks:read', 'footage:write'] as const;
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
}

export interface KeyActor {
  readonly kind: 'key';
  readonly keyId: string;
  /** The key's label, for the audit log. */
  readonly name: string;
  readonly role: 'integrator';
  readonly scopes: readonly Scope[];
}
