import { WaysideError } from '../../pipeline/errors.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { planQuery } from '../../pipeline/search/query-plan.ts';
import { DAY_MS, dayNumberOf, daysBetween, type UtcDay } from '../../pipeline/time/utc-day.ts';
import { tokensToWire } from '../client/wire-bytes.ts';
import { checkScope } from '../grants.ts';
import { FUTURE_DAYS } from '../keyring.ts';
import { SCAN_ROW_LIMIT } from '../scan-budget.ts';
import type { CallHandler } from './call-handler.ts';
import { grantOfCall } from './grant-of-call.ts';

/** Most days of one search: what a long retention keeps. */
const MOST_DAYS = 400;
/** Most days with two wrong characters, which take up to 2,000 tokens a day. */
const MOST_DAYS_TWO_WRONG = 62;

export const search: CallHandler<'search'> = async (keeper, { by, grant: signed, ...scope }) => {
  const { keyring, audit } = keeper;
  const checked = await grantOfCall(keeper, { by, grant: signed });
  checkScope(checked.grant, scope);
  const pattern = parsePlateQuery(scope.query);
  const { days, expiredBefore } = daysToSearch(keyring.oldestDays().reads, keeper.nowMs(), scope);
  const atMost = pattern.wrongCharacters === 2 ? MOST_DAYS_TWO_WRONG : MOST_DAYS;
  if (days.length > atMost) {
    throw new WaysideError(
      'PATTERN_TOO_WIDE',
      `${days.length} days are too many for this search, ${atMost} at most: narrow the time span`,
      { details: { days: days.length, atMost } },
    );
  }
  await audit.append({
    action: 'search',
    by,
    grant: checked.grant,
    selfApproved: checked.selfApproved,
    coApprovers: checked.coApprovers,
    ...scope,
    expiredBefore,
  });
  const plan = planQuery(pattern);
  return {
    days: days.map((day) => {
      // A row's tokens are of its own class: any of them may answer.
      const classes = keyring
        .namesFor('reads', day)
        .map((name) => keyring.dayKeys(name, day).tokenise);
      const tokens = (terms: readonly string[]) =>
        tokensToWire(classes.flatMap((tokenise) => terms.map(tokenise)));
      return {
        day,
        skeletonAny: tokens(plan.skeletonAny),
        partsAny: tokens(plan.partsAny),
        partsAll: classes.flatMap((tokenise) =>
          plan.partsAll.map((terms) => tokensToWire(terms.map(tokenise))),
        ),
      };
    }),
    scan: plan.scan,
    scanRowLimit: SCAN_ROW_LIMIT,
    expiredBefore,
  };
};

/**
 * The days of the span that rows can be of: neither expired nor still to come. Throws EXPIRED when all
 * of the span has, TIME_INVALID when it is empty.
 */
function daysToSearch(oldestDay: UtcDay, nowMs: number, span: { fromMs: number; toMs: number }) {
  const { fromMs, toMs } = span;
  if (toMs <= fromMs) throw new WaysideError('TIME_INVALID', 'the time span is empty');
  const oldestMs = dayNumberOf(oldestDay) * DAY_MS;
  if (toMs <= oldestMs) {
    throw new WaysideError('EXPIRED', `the time span is before ${oldestDay}, the oldest day left`, {
      details: { oldestDay },
    });
  }
  const days = daysBetween(
    Math.max(fromMs, oldestMs),
    Math.min(toMs, nowMs + FUTURE_DAYS * DAY_MS),
  );
  return { days, expiredBefore: fromMs < oldestMs ? oldestDay : null };
}
