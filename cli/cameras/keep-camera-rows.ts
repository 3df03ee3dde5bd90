import { askedByUser } from '../asked-by-user.ts';
import type { House } from '../house-handle.ts';
import { syncCameras } from './sync-cameras.ts';
import type { WatchedParticulars } from './watch-cameras.ts';

const TRY_AGAIN_MS = 30_000;

/**
 * Sees to it that the `camera` table says what the file says: now and after each change of the file. What
 * fails is told, and tried again. Any number of processes may do it.
 */
export function keepCameraRows(
  { services: { db }, operator }: Pick<House, 'services' | 'operator'>,
  cameras: Pick<WatchedParticulars, 'particulars' | 'onChange'>,
  onFailure: (error: unknown) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let again: NodeJS.Timeout | undefined;
  let stopped = false;
  const sync = () => {
    clearTimeout(again);
    running = running
      .then(() => syncCameras(db, operator, cameras.particulars(), askedByUser()))
      .catch((error: unknown) => {
        onFailure(error);
        if (!stopped) again = setTimeout(sync, TRY_AGAIN_MS);
      });
  };
  sync();
  const unsubscribe = cameras.onChange(sync);
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      clearTimeout(again);
      await running;
    },
  };
}
