import type { Kysely } from 'kysely';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { requireCamera } from '../../store/cameras.ts';
import {
  daysOf,
  listRetentionRules,
  retentionOfCamera,
  saveRetentionRule,
  type CameraDays,
} from '../../store/retention/retention-rules.ts';
import {
  RETENTION_KINDS,
  type RetentionKind,
  type RetentionSettings,
} from '../../store/retention/retention-settings.ts';
import type { Schema } from '../../store/schema.ts';

/** Different numbers of days a kind may have: each makes every search ask for its tokens too. */
export const MOST_DIFFERENT_DAYS = 8;

export interface RuleContext {
  readonly db: Kysely<Schema>;
  readonly keeper: Pick<KeeperClient, 'status' | 'recordEvent'>;
  readonly retention: RetentionSettings;
  readonly nowMs: () => number;
}

/**
 * Lets a camera keep less long than the site; kinds left out follow the site again. Counts for what is
 * sealed from then on; what was sealed before keeps its key as long as it had, and is deleted by the
 * new rule.
 * @throws WaysideError CAMERA_UNKNOWN, RETENTION_TOO_LONG, CONFLICT (too many different numbers of days),
 *   AUDIT_UNAVAILABLE
 */
export async function changeRetentionRule(
  { db, keeper, retention, nowMs }: RuleContext,
  change: { readonly by: AskedBy; readonly cameraId: string; readonly days: CameraDays },
): Promise<CameraDays> {
  const { by, cameraId, days } = change;
  await requireCamera(db, cameraId);
  const { ceilingDays } = await keeper.status();
  for (const kind of RETENTION_KINDS) {
    const atMost = Math.min(
      retention.days[kind],
      retention.ceilingDays[kind],
      kind === 'tracks' ? Infinity : ceilingDays[kind],
    );
    const asked = days[kind];
    if (asked === undefined || asked <= atMost) continue;
    throw new WaysideError(
      'RETENTION_TOO_LONG',
      `${kind} of camera ${cameraId} can be kept for ${atMost} days at most, not ${asked}`,
      { details: { kind, days: asked, atMost } },
    );
  }
  await refuseTooMany(db, cameraId, days);
  const before = await retentionOfCamera(db, cameraId);
  await keeper.recordEvent({
    by,
    action: 'retention-changed',
    particulars: { cameraId, before, after: days },
  });
  await saveRetentionRule(db, cameraId, days, { by: by.name, at: new Date(nowMs()) });
  return days;
}

async function refuseTooMany(
  db: Kysely<Schema>,
  cameraId: string,
  days: CameraDays,
): Promise<void> {
  const others = (await listRetentionRules(db)).filter((rule) => rule.cameraId !== cameraId);
  const differentDays = (kind: RetentionKind) =>
    new Set([...others.map(daysOf), days].flatMap((rule) => rule[kind] ?? [])).size;
  const kind = RETENTION_KINDS.find((each) => differentDays(each) > MOST_DIFFERENT_DAYS);
  if (kind === undefined) return;
  throw new WaysideError(
    'CONFLICT',
    `cameras keep ${kind} for ${MOST_DIFFERENT_DAYS} different numbers of days already: use one of them`,
    { details: { kind, atMost: MOST_DIFFERENT_DAYS } },
  );
}
