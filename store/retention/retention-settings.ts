import { Type, type Static } from 'typebox';
import { WaysideError } from '../../pipeline/errors.ts';

/** What is kept for a number of days. `tracks` are rows in clear: they have no keys to destroy. */
export const RETENTION_KINDS = ['reads', 'tracks', 'footage', 'crops'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Days of each kind. */
export type RetentionDays = Readonly<Record<RetentionKind, number>>;

const strict = { additionalProperties: false } as const;
const Days = Type.Integer({ minimum: 1, maximum: 366 });
const DaysOfKinds = Type.Object(
  {
    reads: Type.Optional(Days),
    tracks: Type.Optional(Days),
    footage: Type.Optional(Days),
    crops: Type.Optional(Days),
  },
  strict,
);

/** The key `retention` of `wayside.yaml`. */
export const RetentionFileConfig = Type.Object(
  {
    /** How long the site keeps each kind. */
    days: Type.Optional(DaysOfKinds),
    /** What no rule may go beyond; default: as `days`. */
    ceilingDays: Type.Optional(DaysOfKinds),
    /** Longest that a legal hold may last. */
    holdDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
  },
  strict,
);
export type RetentionFileConfig = Static<typeof RetentionFileConfig>;

export interface RetentionSettings {
  readonly days: RetentionDays;
  readonly ceilingDays: RetentionDays;
  readonly holdDays: number;
}

const DEFAULT_DAYS: RetentionDays = { reads: 21, tracks: 30, footage: 30, crops: 30 };
const DEFAULT_HOLD_DAYS = 180;

/**
 * `older`: the key `retentionDays` of earlier files, which `retention.days` takes precedence over.
 * @throws WaysideError CONFIG_INVALID where a kind is to be kept beyond its ceiling
 */
export function retentionSettingsFrom(
  file: RetentionFileConfig = {},
  older: RetentionFileConfig['days'] = {},
): RetentionSettings {
  const days = { ...DEFAULT_DAYS, ...older, ...file.days };
  const ceilingDays = { ...days, ...file.ceilingDays };
  for (const kind of RETENTION_KINDS) {
    if (days[kind] <= ceilingDays[kind]) continue;
    throw new WaysideError(
      'CONFIG_INVALID',
      `retention.days.${kind} is ${days[kind]}, above its ceiling of ${ceilingDays[kind]}`,
      { details: { key: `retention.days.${kind}`, ceilingDays: ceilingDays[kind] } },
    );
  }
  return { days, ceilingDays, holdDays: file.holdDays ?? DEFAULT_HOLD_DAYS };
}
