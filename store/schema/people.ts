import type { ColumnType, Generated, Selectable } from 'kysely';

/**
 * What someone may do. A person has one role: roles don't add up, so that nobody both asks and
 * approves, and whoever configures the system never searches it.
 */
export const ROLES = ['analyst', 'approver', 'auditor', 'integrator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** What an API key may do. None of them searches plates. */
export const SCOPES = [
  'cameras:read',
  'coverage:read',
  'tracks:read',
  'footage:write',
  'metrics:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** `invited`: may not sign in before accepting; `deactivated`: may not come back by themselves. */
export const ACCOUNT_STATUSES = ['invited', 'active', 'deactivated'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export interface PeopleTables {
  account: AccountTable;
  session: SessionTable;
  invitation: InvitationTable;
  setupCode: SetupCodeTable;
  apiKey: ApiKeyTable;
  approverKey: ApproverKeyTable;
  signInAttempt: SignInAttemptTable;
  secondFactor: SecondFactorTable;
  recoveryCode: RecoveryCodeTable;
}

/** A user. Rows are never removed nor renamed (a trigger refuses), so a name stands for one person. */
export interface AccountTable {
  id: Generated<string>;
  /** Sign-in name, lower case. */
  name: string;
  role: Role;
  status: AccountStatus;
  /** Argon2id in PHC form; null before the first password and for those who sign in by OIDC. */
  passwordHash: string | null;
  /** `sub` at the site's OIDC provider. */
  oidcSubject: string | null;
  createdAt: ColumnType<Date, Date | undefined, never>;
}

/** At most one a user. The token itself is in the browser only. */
export interface SessionTable {
  id: Generated<string>;
  accountId: string;
  /** SHA-256, 32 bytes; so are the other hashes of secrets here. */
  tokenHash: Uint8Array;
  startedAt: Date;
  lastUsedAt: Date;
  /** When the person last proved who they are. */
  authenticatedAt: Date;
}

/** A chance to set a password, once. */
export interface InvitationTable {
  accountId: string;
  tokenHash: Uint8Array;
  invitedBy: string;
  expiresAt: Date;
}

/** The one code that makes the first administrator; no row: none is waited for. */
export interface SetupCodeTable {
  single: Generated<boolean>;
  codeHash: Uint8Array;
}

export interface ApiKeyTable {
  id: Generated<string>;
  accountId: string;
  label: string;
  /** Names the key, shown in lists: 12 lower-case hexadecimal digits. */
  prefix: string;
  secretHash: Uint8Array;
  scopes: ColumnType<Scope[], readonly Scope[], never>;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** An Ed25519 key pair; the private half is sealed under the approver's passphrase. */
export interface ApproverKeyTable {
  accountId: string;
  /** SPKI, DER. */
  publicKey: Uint8Array;
  /** SHA-256 of `publicKey`, lower-case hexadecimal. */
  fingerprint: string;
  /** PKCS #8 DER under AES-256-GCM, tag last. */
  wrappedPrivateKey: Uint8Array;
  /** Argon2id's. */
  salt: Uint8Array;
  nonce: Uint8Array;
  memoryKib: number;
  passes: number;
  createdAt: Date;
}

export const ATTEMPTED_SECRETS = ['password', 'passphrase'] as const;
export type AttemptedSecret = (typeof ATTEMPTED_SECRETS)[number];

/** A try at somebody's secret that failed, or isn't decided yet; gone with the first that succeeds. */
export interface SignInAttemptTable {
  id: Generated<string>;
  /** SHA-256: whoever typed a password where the name goes must not find it stored. */
  nameHash: Uint8Array;
  secret: AttemptedSecret;
  address: string | null;
  at: Date;
}

/** A secret that one-time codes (RFC 6238) are made with, sealed under the account's password. */
export interface SecondFactorTable {
  accountId: string;
  /** AES-256-GCM, tag last. */
  sealed: Uint8Array;
  nonce: Uint8Array;
  /** Argon2id's. */
  salt: Uint8Array;
  memoryKib: number;
  passes: number;
  /** Unix time in 30 s; codes of this step and before are used up. */
  lastUsedStep: ColumnType<number, number | undefined, number>;
  /** Null: not on yet, a first code is waited for. */
  confirmedAt: ColumnType<Date | null, Date | undefined, Date>;
}

/** One that is still good: gone once used. */
export interface RecoveryCodeTable {
  accountId: string;
  codeHash: Uint8Array;
}

export type Account = Selectable<AccountTable>;
export type Session = Selectable<SessionTable>;
export type ApiKey = Selectable<ApiKeyTable>;
export type ApproverKey = Selectable<ApproverKeyTable>;
export type SecondFactor = Selectable<SecondFactorTable>;
