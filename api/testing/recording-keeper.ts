import type { EventToRecord, KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';

/** Keeps what would go into the audit log, for tests of what is recorded and when. */
export interface RecordingKeeper {
  /** Stands for the keeper in the context; has no other call. */
  readonly keeper: KeeperClient;
  readonly events: EventToRecord[];
  /** From now on nothing can be recorded, or can again. */
  readonly setAvailable: (available: boolean) => void;
}

export function recordingKeeper(): RecordingKeeper {
  const events: EventToRecord[] = [];
  let available = true;
  const recordEvent = (event: EventToRecord): Promise<number> => {
    if (!available) {
      return Promise.reject(new WaysideError('AUDIT_UNAVAILABLE', 'the test switched it off'));
    }
    return Promise.resolve(events.push(event));
  };
  return {
    keeper: { recordEvent } as unknown as KeeperClient,
    events,
    setAvailable(next) {
      available = next;
    },
  };
}
