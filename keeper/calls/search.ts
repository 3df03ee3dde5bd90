import { WaysideError } from '../../pipeline/errors.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { planQuery } from '../../pipeline/search/query-plan.ts';
import { daysBetween } from '../../pipeline/time/utc-day.ts';
import { tokensToWire } from '../client/wire-bytes.ts';
import { checkGrant, checkScope } from '../grants.ts';
import { SCAN_ROW_LIMIT } from '../scan-budget.ts';
import type { CallHandler } from './call-handler.ts';

/** Most days of one search: what a long retention keeps. */
const MOST_DAYS = 400;
/** Most days with two wrong characters, which take about 1,500 tokens a day. */
const MOST_DAYS_TWO_WRONG = 62;

export const search: CallHandler<'search'> = async (keeper, { grant: signed, ...scope }) => {
  const { keyring, policy, audit } = keeper;
  const checked = checkGrant(signed, policy, keeper.nowMs());
  checkScope(checked.grant, scope);
  const pattern = parsePlateQuery(scope.query);
  const { days, expiredBefore } = daysToSearch(keyring.oldestDays().reads, scope);
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
    grant: checked.grant,
    selfApproved: checked.selfApproved,
    ...scope,
    expiredBefore,
  });
  const plan = planQuery(pattern);
  return {
    days: days.map((day) => {
      const { tokenise } = keyring.dayKeys('reads', day);
      const tokens = (terms: readonly string[]) => tokensToWire(terms.map(tokenise));
      return {
        day,
        skeletonAny: tokens(plan.skeletonAny),
        partsAny: tokens(plan.partsAny),
        partsAll: plan.partsAll.map(tokens),
      };
    }),
    scan: plan.scan,
    scanRowLimit: SCAN_ROW_LIMIT,
    expiredBefore,
  };
};

/** The days of the span whose keys are left. Throws EXPIRED when there is none, TIME_INVALID. */
function daysToSearch(oldestDay: string, { fromMs, toMs }: { fromMs: number; toMs: number }) {
  if (toMs <= fromMs) throw new WaysideError('TIME_INVALID', 'the time span is empty');
  // Both are dates of one form, so their order as text is their order in time.
  const oldestMs = Date.parse(`${oldestDay}T00:00:00Z`);
  const days = daysBetween(Math.max(fromMs, oldestMs), toMs);
  const expiredBefore = fromMs < oldestMs ? oldestDay : null;
  if (days.length === 0) {
    throw new WaysideError('EXPIRED', `the time span is before ${oldestDay}, the oldest day left`, {
      details: { oldestDay },
    });
  }
  return { days, expiredBefore };
}
