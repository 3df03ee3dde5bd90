import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import { DAY_MS, utcDayOf } from '../pipeline/time/utc-day.ts';
import { askedByUser } from './asked-by-user.ts';

/**
 * Moves each ratchet to where the retention says, if it isn't there: what is older can't be read any
 * more from then on. A retention that was lengthened brings nothing back.
 * @throws WaysideError KEEPER_UNREACHABLE, AUDIT_UNAVAILABLE
 */
export async function keepRetention(
  operator: KeeperClient,
  retentionDays: Readonly<Record<'reads' | 'footage', number>>,
  nowMs: number,
): Promise<void> {
  const { oldestDays } = await operator.status();
  for (const kind of ['reads', 'footage'] as const) {
    const oldestDay = utcDayOf(nowMs - retentionDays[kind] * DAY_MS);
    if (oldestDay <= oldestDays[kind]) continue;
    const reason = `retention of ${retentionDays[kind]} days`;
    await operator.moveRatchet({ by: askedByUser(), kind, oldestDay, reason });
  }
}
