import { dayOfNumber } from '../pipeline/time/utc-day.ts';
import type { AuditEvent } from './audit/audit-entry.ts';
import type { Holds } from './holds.ts';
import type { Keyring, RatchetMove } from './keyring.ts';

export interface RetentionKeeper {
  readonly keyring: Keyring;
  readonly holds: Holds;
  readonly nowMs: () => number;
  readonly audit: { append(event: AuditEvent): Promise<unknown> };
}

/**
 * Moves every ratchet to where the clock says, after writing it into the audit log. When the log can't
 * be written nothing moves; what has expired is refused all the same. Throws AUDIT_UNAVAILABLE.
 */
export async function keepRetention(keeper: RetentionKeeper): Promise<readonly RatchetMove[]> {
  const { keyring, audit } = keeper;
  const before = keyring.clock();
  await keyring.noteClock();
  const { seenDay, leap } = keyring.clock();
  if (leap !== null && leap.sinceMs !== before.leap?.sinceMs) {
    await audit.append({
      action: 'clock-held-back',
      seenDay: dayOfNumber(seenDay),
      clockDay: dayOfNumber(leap.toDay),
    });
  }
  if (leap === null) await endExpiredHolds(keeper);
  const moves = keyring.dueMoves();
  if (moves.length === 0) return moves;
  await audit.append({ action: 'ratchet-moved', reason: 'retention', moves });
  await keyring.moveForward(moves);
  return moves;
}

async function endExpiredHolds({ holds, audit, nowMs }: RetentionKeeper): Promise<void> {
  const expired = holds.all().filter(({ expiresAtMs }) => expiresAtMs <= nowMs());
  if (expired.length === 0) return;
  const holdIds = expired.map(({ id }) => id);
  await audit.append({ action: 'hold-key-destroyed', holdIds, reason: 'expired' });
  await holds.destroy(holdIds);
}

const EVERY_MS = 5 * 60_000;

/** Does so every few minutes until it is stopped; what fails is tried again the next time. */
export function keepRetentionRegularly(keeper: RetentionKeeper): { stop(): void } {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    void keepRetention(keeper)
      .catch(() => undefined)
      .finally(() => {
        running = false;
      });
  }, EVERY_MS);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
    },
  };
}
