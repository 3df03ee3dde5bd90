import { Type, type Static } from 'typebox';
import { WaysideError } from '../../pipeline/errors.ts';
import {
  DEFAULT_REVIEW_SETTINGS,
  type ReviewSettings,
} from '../../pipeline/reviews/review-settings.ts';
import { isOutOfHours, WEEKDAYS } from '../../pipeline/reviews/site-hours.ts';

const strict = { additionalProperties: false } as const;
const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

/** The key `reviews` of `wayside.yaml`. */
export const ReviewsFileConfig = Type.Object(
  {
    /** Share of the searches that is reviewed by lot: 0…1. */
    sampleShare: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** When people of the site are expected to search; without: any time. */
    hours: Type.Optional(
      Type.Object(
        {
          timeZone: Type.String({ minLength: 1 }),
          from: TimeOfDay,
          to: TimeOfDay,
          days: Type.Optional(
            Type.Array(Type.Enum([...WEEKDAYS]), { minItems: 1, uniqueItems: true }),
          ),
        },
        strict,
      ),
    ),
    /** How far back searches of the same plate are compared. */
    compareDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    /** So many searches of one plate by one person are odd. */
    searchesOfPlate: Type.Optional(Type.Integer({ minimum: 2, maximum: 1_000 })),
    /** So many refusals of one person in 24 hours are odd. */
    denialsADay: Type.Optional(Type.Integer({ minimum: 2, maximum: 1_000 })),
    /** A pattern with fewer characters that are certain is wide. */
    certainCharacters: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  },
  strict,
);
export type ReviewsFileConfig = Static<typeof ReviewsFileConfig>;

/** @throws WaysideError CONFIG_INVALID for a time zone that doesn't exist, or hours without length */
export function reviewSettingsFrom(file: ReviewsFileConfig | undefined): ReviewSettings {
  const { hours, ...rest } = file ?? {};
  if (hours === undefined) return { ...DEFAULT_REVIEW_SETTINGS, ...rest };
  const siteHours = { days: WEEKDAYS, ...hours };
  if (hours.from === hours.to) throw invalid('reviews.hours', 'begin and end at the same time');
  try {
    isOutOfHours(siteHours, 0);
  } catch (cause) {
    throw invalid('reviews.hours.timeZone', 'is no time zone, such as Europe/Berlin', cause);
  }
  return { ...DEFAULT_REVIEW_SETTINGS, ...rest, hours: siteHours };
}

function invalid(key: string, why: string, cause?: unknown): WaysideError {
  return new WaysideError('CONFIG_INVALID', `${key} ${why}`, { details: { key }, cause });
}
