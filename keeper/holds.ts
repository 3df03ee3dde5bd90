import { randomBytes } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { WaysideError } from '../pipeline/errors.ts';
import type { Hold } from './client/hold.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { folderFile } from './folder-file.ts';

/** Keys of legal holds, beside the keyring. */
const HoldsFile = Type.Object({
  version: Type.Literal(1),
  holds: Type.Array(
    Type.Object({
      id: Type.String(),
      /** 32 bytes, base64. */
      key: Type.String(),
      caseId: Type.String(),
      grantId: Type.String(),
      cameras: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
      fromMs: Type.Integer(),
      toMs: Type.Integer(),
      expiresAtMs: Type.Integer(),
    }),
  ),
});
type StoredHold = Static<typeof HoldsFile>['holds'][number];

/** A hold whose key exists. */
export type LiveHold = Omit<StoredHold, 'key'> & { readonly key: Buffer };

const KEY_BYTES = 32;

/**
 * What a hold keeps is sealed under a random key that lives in the keeper's folder only, and so
 * outlives the ratchet until the hold ends. Its end destroys the key.
 */
export interface Holds {
  /** Throws EXPIRED for one that ended, or whose time is over by the clock. */
  live(holdId: string): LiveHold;
  all(): readonly LiveHold[];
  /** Makes the key; one that is there stays as it is. */
  place(hold: Hold): Promise<void>;
  destroy(holdIds: readonly string[]): Promise<void>;
}

/** `nowMs`: as far as the clock is believed; a clock set back doesn't lengthen a hold. */
export function openHolds(folder: string, nowMs: () => number): Holds {
  const file = folderFile(keeperPaths(folder).holds, HoldsFile, { version: 1, holds: [] });
  const opened = (hold: StoredHold): LiveHold => ({
    ...hold,
    key: Buffer.from(hold.key, 'base64'),
  });
  return {
    live(holdId) {
      const hold = file.current().holds.find(({ id }) => id === holdId);
      if (hold === undefined || hold.expiresAtMs <= nowMs()) {
        throw new WaysideError('EXPIRED', `hold ${holdId} has ended`, { details: { holdId } });
      }
      return opened(hold);
    },
    all: () => file.current().holds.map(opened),
    place: ({ id, caseId, grantId, cameras, fromMs, toMs, expiresAtMs }) =>
      file.change((contents) => {
        if (contents.holds.some((hold) => hold.id === id)) return contents;
        const key = randomBytes(KEY_BYTES).toString('base64');
        const placed = { id, key, caseId, grantId, cameras, fromMs, toMs, expiresAtMs };
        return { version: 1, holds: [...contents.holds, placed] };
      }),
    destroy: (holdIds) =>
      file.change(({ holds }) => ({
        version: 1,
        holds: holds.filter(({ id }) => !holdIds.includes(id)),
      })),
  };
}
