import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** The key `api` of `wayside.yaml`. */
export const ApiFileConfig = Type.Object(
  {
    host: Type.Optional(Type.String({ minLength: 1 })),
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
    /** How people reach it; with https, cookies are marked secure. */
    publicUrl: Type.Optional(Type.String({ pattern: '^https?://' })),
  },
  strict,
);
export type ApiFileConfig = Static<typeof ApiFileConfig>;

export interface ApiConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly publicUrl: string | null;
}

/** One machine's own, unless the file says otherwise. */
export function apiConfigFrom(file: ApiFileConfig | undefined): ApiConfig {
  return {
    host: file?.host ?? '127.0.0.1',
    port: file?.port ?? 8480,
    publicUrl: file?.publicUrl ?? null,
  };
}
