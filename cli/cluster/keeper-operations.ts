import { connectKeeper } from '../../keeper/client/keeper-client.ts';
import { readRoleToken } from '../../keeper/client/keeper-folder.ts';
import type { KeeperConfig } from '../../keeper/keeper-config.ts';
import type { EmbeddedKeeper } from '../../keeper/spawn.ts';
import type { Operations } from '../../workers/operations/operations-server.ts';
import { keeperMetrics } from './keeper-metrics.ts';

/** What `wayside keeper` knows of the keeper that it started. */
export interface KeeperWatch {
  /** Null until it is ready for the first time. */
  keeper: Pick<EmbeddedKeeper, 'working' | 'socketPath'> | null;
  /** Another one worked, when it was last heard of. */
  standby: boolean;
}

/** Shorter than whoever asks waits. */
const ANSWER_MS = 2_000;

/**
 * Health and figures of a keeper: ready while it answers calls. One on standby doesn't, nor one that is
 * being started again; it isn't asked then, as at its socket may be the other one.
 */
export function keeperOperations(
  { folder, roleTokens }: Pick<KeeperConfig, 'folder' | 'roleTokens'>,
  watch: KeeperWatch,
): Operations {
  const asked = async <T>(
    question: (operator: ReturnType<typeof connectKeeper>) => Promise<T>,
  ): Promise<T | null> => {
    if (watch.keeper?.working !== true) return null;
    const operator = connectKeeper({
      address: watch.keeper.socketPath,
      role: 'operator',
      token: roleTokens?.operator ?? (await readRoleToken(folder, 'operator')),
      retryForMs: 0,
      callTimeoutMs: ANSWER_MS,
    });
    try {
      return await question(operator);
    } catch {
      return null;
    } finally {
      operator.close();
    }
  };
  return {
    async readiness() {
      const ready = (await asked((operator) => operator.status())) !== null;
      const state = { ready, standby: watch.standby && watch.keeper?.working !== true };
      return state;
    },
    metrics: async () => keeperMetrics(await asked((operator) => operator.figures())),
  };
}
