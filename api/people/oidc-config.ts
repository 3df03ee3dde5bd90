import { Type, type Static } from 'typebox';
import { WaysideError } from '../../pipeline/errors.ts';
import { ROLES, type Role } from '../auth/actor.ts';
import { isLoopback } from '../loopback.ts';

const Claim = Type.String({ minLength: 1, maxLength: 200 });

/** The key `api.oidc` of `wayside.yaml`; the client's secret comes from the environment. */
export const OidcConfig = Type.Object(
  {
    issuer: Type.String({ pattern: '^https?://', maxLength: 500 }),
    clientId: Type.String({ minLength: 1, maxLength: 200 }),
    /**
     * Claim that is compared with the names of invited users and names new ones; `preferred_username`
     * by default. People must not be able to choose it for themselves at the provider.
     */
    nameClaim: Type.Optional(Claim),
    /** Claim (a text or a list) that says the role; without it only invited users come in. */
    roleClaim: Type.Optional(Claim),
    /** The claim's value for each role. */
    roles: Type.Optional(
      Type.Object(
        {
          analyst: Type.Optional(Claim),
          approver: Type.Optional(Claim),
          auditor: Type.Optional(Claim),
          integrator: Type.Optional(Claim),
          administrator: Type.Optional(Claim),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type OidcConfig = Static<typeof OidcConfig>;

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends people back to. */
  readonly redirectUri: string;
  readonly nameClaim: string;
  /** Null: the provider has no say in roles. */
  readonly roles: {
    readonly claim: string;
    readonly roleByValue: ReadonlyMap<string, Role>;
  } | null;
}

/** @throws WaysideError CONFIG_INVALID */
export function oidcSettings(
  file: OidcConfig | undefined,
  publicUrl: string | null,
  clientSecret: string | undefined,
): OidcSettings | null {
  if (file === undefined) return null;
  if (!URL.canParse(file.issuer)) throw invalid('api.oidc.issuer', 'api.oidc.issuer is no URL');
  const { protocol, hostname } = new URL(file.issuer);
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw invalid('api.oidc.issuer', 'api.oidc.issuer has to be an https address');
  }
  if (publicUrl === null) throw invalid('api.publicUrl', 'api.oidc needs api.publicUrl');
  if (clientSecret === undefined || clientSecret === '') {
    throw invalid('api.oidc', 'api.oidc is set, but WAYSIDE_OIDC_CLIENT_SECRET is not');
  }
  if ((file.roleClaim === undefined) !== (file.roles === undefined)) {
    throw invalid('api.oidc.roles', 'api.oidc.roleClaim and api.oidc.roles go together');
  }
  const { roleClaim, roles } = file;
  return {
    issuer: file.issuer,
    clientId: file.clientId,
    clientSecret,
    redirectUri: new URL('/v1/oidc/callback', publicUrl).href,
    nameClaim: file.nameClaim ?? 'preferred_username',
    roles:
      roleClaim === undefined || roles === undefined
        ? null
        : { claim: roleClaim, roleByValue: rolesByValue(roles) },
  };
}

function rolesByValue(roles: NonNullable<OidcConfig['roles']>): ReadonlyMap<string, Role> {
  const byValue = new Map<string, Role>();
  for (const role of ROLES) {
    const value = roles[role];
    if (value === undefined) continue;
    if (byValue.has(value)) {
      throw invalid('api.oidc.roles', `api.oidc.roles gives the value ${value} two roles`);
    }
    byValue.set(value, role);
  }
  return byValue;
}

function invalid(key: string, message: string): WaysideError {
  return new WaysideError('CONFIG_INVALID', message, { details: { key } });
}
