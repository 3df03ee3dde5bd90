import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });

/** The key `api.search` of `wayside.yaml`: how much one may ask for, and how often. */
export const SearchFileConfig = Type.Object(
  {
    /** Of one grant: more by the estimate, and it is refused. */
    mostExpectedMatches: Type.Optional(Count),
    /** Of a pattern with wildcards, or of a partial plate. */
    leastKnownCharacters: Type.Optional(Type.Integer({ minimum: 2, maximum: 8 })),
    /** Cameras × hours of a grant that has to look at every row, or that opens all footage. */
    mostScanCameraHours: Type.Optional(Count),
    /** Of each person. */
    quotas: Type.Optional(
      Type.Object(
        {
          searchesPerHour: Type.Optional(Count),
          searchesPerDay: Type.Optional(Count),
          resultsPerDay: Type.Optional(Count),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type SearchFileConfig = Static<typeof SearchFileConfig>;

export interface SearchQuotaLimits {
  readonly searchesPerHour: number;
  readonly searchesPerDay: number;
  readonly resultsPerDay: number;
}

export interface SearchLimits {
  readonly mostExpectedMatches: number;
  readonly leastKnownCharacters: number;
  readonly mostScanCameraHours: number;
  readonly quotas: SearchQuotaLimits;
}

/** More than an analyst's day of work, less than reading the index through. */
export function searchLimitsFrom(file: SearchFileConfig | undefined): SearchLimits {
  return {
    mostExpectedMatches: file?.mostExpectedMatches ?? 500,
    leastKnownCharacters: file?.leastKnownCharacters ?? 3,
    mostScanCameraHours: file?.mostScanCameraHours ?? 72,
    quotas: {
      searchesPerHour: file?.quotas?.searchesPerHour ?? 300,
      searchesPerDay: file?.quotas?.searchesPerDay ?? 1_500,
      resultsPerDay: file?.quotas?.resultsPerDay ?? 50_000,
    },
  };
}
