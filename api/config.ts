import { Type, type Static } from 'typebox';
import { WaysideError } from '../pipeline/errors.ts';
import { isLoopback } from './loopback.ts';
import { OidcConfig, oidcSettings, type OidcSettings } from './people/oidc-config.ts';
import { searchLimitsFrom, SearchFileConfig, type SearchLimits } from './search/search-config.ts';

const strict = { additionalProperties: false } as const;
const PerMinute = Type.Integer({ minimum: 1, maximum: 10_000_000 });

const SecondFactorRule = Type.Enum(['optional', 'required']);

/** The key `api` of `wayside.yaml`. */
export const ApiFileConfig = Type.Object(
  {
    host: Type.Optional(Type.String({ minLength: 1 })),
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
    /** How people reach it; with https, cookies are marked secure. */
    publicUrl: Type.Optional(Type.String({ pattern: '^https?://' })),
    /** Addresses or CIDR ranges of reverse proxies whose x-forwarded-for is believed. */
    trustedProxies: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9a-fA-F.:]+(/\\d{1,3})?$' }), { maxItems: 100 }),
    ),
    rateLimits: Type.Optional(
      Type.Object(
        {
          /** Requests of an address that aren't (yet) known to be a signed-in person's or a key's. */
          perAddressPerMinute: Type.Optional(PerMinute),
          /** Requests of a person or a key. */
          perCallerPerMinute: Type.Optional(PerMinute),
        },
        strict,
      ),
    ),
    /** Bytes of one uploaded file. */
    uploadLimitBytes: Type.Optional(Type.Integer({ minimum: 1 })),
    oidc: Type.Optional(OidcConfig),
    /** Whether whoever signs in with a password may do without. */
    secondFactor: Type.Optional(SecondFactorRule),
    search: Type.Optional(SearchFileConfig),
    /** Of one clip. */
    longestClipSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
  },
  strict,
);
export type ApiFileConfig = Static<typeof ApiFileConfig>;

export interface ApiConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly rateLimits: {
    readonly perAddressPerMinute: number;
    readonly perCallerPerMinute: number;
  };
  readonly uploadLimitBytes: number;
  readonly search: SearchLimits;
  readonly longestClipMs: number;
  readonly secondFactor: Static<typeof SecondFactorRule>;
  /** Null: people sign in with passwords only. */
  readonly oidc: OidcSettings | null;
}

/**
 * One machine's own, unless the file says otherwise.
 * @throws WaysideError CONFIG_INVALID when passwords and cookies would travel in clear, or OIDC lacks
 *   its secret or the public URL
 */
export function apiConfigFrom(
  file: ApiFileConfig | undefined,
  oidcClientSecret?: string,
): ApiConfig {
  const config = {
    host: file?.host ?? '127.0.0.1',
    port: file?.port ?? 8480,
    publicUrl: file?.publicUrl ?? null,
    trustedProxies: file?.trustedProxies ?? [],
    rateLimits: {
      perAddressPerMinute: file?.rateLimits?.perAddressPerMinute ?? 6_000,
      perCallerPerMinute: file?.rateLimits?.perCallerPerMinute ?? 60_000,
    },
    secondFactor: file?.secondFactor ?? 'optional',
    uploadLimitBytes: file?.uploadLimitBytes ?? 64 * 1024 ** 3,
    search: searchLimitsFrom(file?.search),
    longestClipMs: (file?.longestClipSeconds ?? 300) * 1000,
  };
  refuseClearText(config);
  return { ...config, oidc: oidcSettings(file?.oidc, config.publicUrl, oidcClientSecret) };
}

/** Whether cookies are for https only. */
export function isSecure({ publicUrl }: Pick<ApiConfig, 'publicUrl'>): boolean {
  return publicUrl?.startsWith('https:') === true;
}

function refuseClearText({ host, publicUrl }: Pick<ApiConfig, 'host' | 'publicUrl'>): void {
  if (publicUrl !== null && !URL.canParse(publicUrl)) {
    throw new WaysideError('CONFIG_INVALID', 'api.publicUrl is no URL', {
      details: { key: 'api.publicUrl' },
    });
  }
  if (isSecure({ publicUrl })) return;
  const exposed = [host, ...(publicUrl === null ? [] : [new URL(publicUrl).hostname])].find(
    (name) => !isLoopback(name),
  );
  if (exposed === undefined) return;
  throw new WaysideError(
    'CONFIG_INVALID',
    `the API can be reached at ${exposed} without encryption: put a proxy with TLS before it and set api.publicUrl to its https address`,
    { details: { key: 'api.publicUrl', host: exposed } },
  );
}
