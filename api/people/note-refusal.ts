import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError, type ErrorCode } from '../../pipeline/errors.ts';

const REFUSALS: readonly ErrorCode[] = ['SETUP_REFUSED', 'INVITATION_REFUSED'];

/**
 * Writes a wrong set-up code or invitation down as a failed sign-in of somebody unknown; the code itself
 * is not in it.
 * @throws WaysideError what `attempt` throws, AUDIT_UNAVAILABLE
 */
export async function noteRefusal<T>(
  keeper: Pick<KeeperClient, 'recordEvent'>,
  { secret, requestId }: { readonly secret: string; readonly requestId: string },
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof WaysideError && REFUSALS.includes(error.code)) {
      await keeper.recordEvent({
        by: { name: 'unknown', role: 'nobody', requestId },
        action: 'sign-in-failed',
        particulars: { secret },
      });
    }
    throw error;
  }
}
