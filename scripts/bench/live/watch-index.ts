import { setTimeout as after } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { SealedRow } from '../../../keeper/client/keeper-client.ts';
import type { Schema } from '../../../store/schema.ts';

/** A row of the plate index as it was seen there first, before it was written anew. */
export interface SeenSighting extends SealedRow {
  readonly segmentId: string;
  /** When the row was seen, Unix epoch: at most a poll after it could be. */
  readonly seenMs: number;
}

const POLL_MS = 25;
/** How far back rows are looked at again: they are rewritten while their vehicle is in view. */
const LOOK_BACK_MS = 60_000;

/** Looks into the plate index many times a second, as a search would find it. */
export interface IndexWatch {
  /** Every version of every row so far, in order. */
  readonly seen: readonly SeenSighting[];
  stop(): Promise<void>;
}

export function watchIndex(db: Kysely<Schema>): IndexWatch {
  const seen: SeenSighting[] = [];
  const known = new Set<string>();
  let stopped = false;
  const poll = async (): Promise<void> => {
    while (!stopped) {
      const rows = await db
        .selectFrom('sighting')
        .select(['id', 'cameraId', 'segmentId', 'capturedAt', 'sealed'])
        .where('capturedAt', '>', new Date(Date.now() - LOOK_BACK_MS))
        .execute();
      const seenMs = Date.now();
      for (const { id, cameraId, segmentId, capturedAt, sealed } of rows) {
        // Sealed anew, the same text is other bytes.
        const version = Buffer.from(sealed).toString('base64');
        if (known.has(version)) continue;
        known.add(version);
        seen.push({ id, cameraId, segmentId, capturedAtMs: capturedAt.getTime(), sealed, seenMs });
      }
      await after(POLL_MS);
    }
  };
  const ended = poll();
  ended.catch(() => undefined);
  return {
    seen,
    async stop() {
      stopped = true;
      await ended;
    },
  };
}
