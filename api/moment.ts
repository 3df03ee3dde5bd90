import { Type } from 'typebox';
import { WaysideError } from '../pipeline/errors.ts';

/** A time as requests give it: ISO 8601 with `Z` or an offset. Answers have `Z`. */
export const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
  examples: ['2026-05-01T10:00:00Z'],
});

/** Milliseconds since the Unix epoch. @throws WaysideError TIME_INVALID for a date that doesn't exist */
export function momentMs(text: string, field: string): number {
  const ms = Date.parse(text);
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!Number.isNaN(ms) && date.getUTCMonth() === month - 1 && date.getUTCDate() === day) return ms;
  throw new WaysideError('TIME_INVALID', `${field} is no time that exists`, { details: { field } });
}

/** `[from, to)`. @throws WaysideError TIME_INVALID, also where it is empty or longer than `mostDays` */
export function spanOf(
  { from, to }: { readonly from: string; readonly to: string },
  mostDays: number,
): { readonly startMs: number; readonly endMs: number } {
  const startMs = momentMs(from, 'from');
  const endMs = momentMs(to, 'to');
  if (endMs <= startMs) throw new WaysideError('TIME_INVALID', 'to does not lie after from');
  if (endMs - startMs > mostDays * 86_400_000) {
    throw new WaysideError('TIME_INVALID', `from and to are more than ${mostDays} days apart`, {
      details: { atMostDays: mostDays },
    });
  }
  return { startMs, endMs };
}
