import { Type, type Static } from 'typebox';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { daysOf, listRetentionRules } from '../../store/retention/retention-rules.ts';
import { lastRuns } from '../../store/retention/retention-runs.ts';
import type { RetentionRunRow } from '../../store/schema/retention.ts';
import { RetentionReceipt } from './retention-receipt.ts';
import type { RuleContext } from './change-rule.ts';

const Days = Type.Integer({ minimum: 1, maximum: 366 });
const DaysOfKinds = Type.Object({ reads: Days, tracks: Days, footage: Days, crops: Days });
const Day = Type.String({ format: 'date' });
const Instant = Type.String({ format: 'date-time' });

/** Days of the kinds that a camera keeps less long than the site. */
export const CameraRetention = Type.Object(
  {
    reads: Type.Optional(Days),
    tracks: Type.Optional(Days),
    footage: Type.Optional(Days),
    crops: Type.Optional(Days),
  },
  { additionalProperties: false },
);

export const RunView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  startedAt: Instant,
  /** Null while it runs, and for good when it was interrupted. */
  endedAt: Type.Union([Instant, Type.Null()]),
  startedBy: Type.String(),
  receipt: Type.Union([RetentionReceipt, Type.Null()]),
});
export type RunView = Static<typeof RunView>;

export const RetentionView = Type.Object({
  days: DaysOfKinds,
  /** What no rule may go beyond; set in the configuration only. */
  ceilingDays: DaysOfKinds,
  cameras: Type.Array(Type.Object({ cameraId: Type.String(), days: CameraRetention })),
  /** Where each ratchet stands: what is older than `oldestDay` can't be read. */
  ratchets: Type.Array(
    Type.Object({
      name: Type.String(),
      days: Type.Integer(),
      oldestDay: Day,
      /** Earlier than `oldestDay` while the keeper doesn't believe its clock. */
      heldFrom: Day,
    }),
  ),
  /** Set while the keeper's clock is further ahead than it believes. */
  clockLeap: Type.Union([Type.Object({ toDay: Day, since: Instant }), Type.Null()]),
  lastRuns: Type.Array(RunView),
});
export type RetentionView = Static<typeof RetentionView>;

const RUNS_SHOWN = 5;

export async function retentionView({
  db,
  keeper,
  retention,
}: Omit<RuleContext, 'keeper'> & {
  readonly keeper: Pick<KeeperClient, 'status'>;
}): Promise<RetentionView> {
  const { ratchets, clockLeap } = await keeper.status();
  const rules = await listRetentionRules(db);
  const runs = await lastRuns(db, RUNS_SHOWN);
  return {
    days: retention.days,
    ceilingDays: retention.ceilingDays,
    cameras: rules.map((rule) => ({ cameraId: rule.cameraId, days: daysOf(rule) })),
    ratchets: ratchets.map(({ name, days, oldestDay, heldFrom }) => ({
      ...{ name, days, oldestDay, heldFrom },
    })),
    clockLeap:
      clockLeap === null
        ? null
        : { toDay: clockLeap.toDay, since: new Date(clockLeap.sinceMs).toISOString() },
    lastRuns: runs.map(viewOfRun),
  };
}

export function viewOfRun({
  id,
  startedAt,
  endedAt,
  startedBy,
  receipt,
}: RetentionRunRow): RunView {
  return {
    id,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    startedBy,
    receipt: receipt as RetentionReceipt | null,
  };
}
