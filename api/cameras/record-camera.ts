import { isDeepStrictEqual } from 'node:util';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import type { Camera } from '../../store/schema.ts';

/**
 * Puts on record that a camera was added (`before` is null) or what of it changed; nothing where nothing
 * did. Zones have entries of their own, for tracks keep the names of those at their time.
 * @throws WaysideError AUDIT_UNAVAILABLE, KEEPER_UNREACHABLE: then the caller doesn't save it either
 */
export async function recordCamera(
  keeper: Pick<KeeperClient, 'recordEvent'>,
  by: AskedBy,
  before: Camera | null,
  after: Camera,
): Promise<void> {
  if (before === null) {
    const camera = { ...loggable(after), zones: after.zones };
    await keeper.recordEvent({ by, action: 'camera-created', particulars: { camera } });
    return;
  }
  const cameraId = after.id;
  const [known, now] = [loggable(before), loggable(after)];
  if (!isDeepStrictEqual(known, now)) {
    const particulars = { cameraId, before: known, after: now };
    await keeper.recordEvent({ by, action: 'camera-changed', particulars });
  }
  if (!isDeepStrictEqual(before.zones, after.zones)) {
    const particulars = { cameraId, before: before.zones, after: after.zones };
    await keeper.recordEvent({ by, action: 'zone-changed', particulars });
  }
}

function loggable({ createdAt: _, zones: __, ...camera }: Camera): Record<string, unknown> {
  return camera;
}
