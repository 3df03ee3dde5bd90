import { keptFrom, type KeptFrom } from '../../store/retention/kept-from.ts';
import { listRetentionRules } from '../../store/retention/retention-rules.ts';
import type { RetentionKind } from '../../store/retention/retention-settings.ts';
import type { ApiContext } from '../context.ts';

/** The oldest day of each camera that may be shown now, deleted or not what came before. */
export async function shownFrom(
  { db, retention, nowMs }: Pick<ApiContext, 'db' | 'retention' | 'nowMs'>,
  kind: RetentionKind,
): Promise<KeptFrom> {
  return keptFrom(kind, retention.days, await listRetentionRules(db), nowMs());
}
