import { connectKeeper } from '../../keeper/client/keeper-client.ts';
import { openServices } from '../../workers/compose.ts';
import type { Config } from '../config.ts';
import type { House } from '../house-handle.ts';
import { clusterOperator, clusterServices, dataFolderOf } from './cluster-config.ts';

/**
 * Joins a cluster: nothing is started, and nothing stopped at the end.
 * @param onError hears of connection troubles that pass by themselves.
 * @throws WaysideError CONFIG_INVALID naming what is missing, KEEPER_UNTRUSTED, ROLE_REFUSED, and as
 *   `openServices`
 */
export async function joinCluster(
  config: Config,
  { applicationName = 'wayside-cli', onError }: JoinOptions = {},
): Promise<House> {
  const servicesConfig = clusterServices(config);
  const operator = connectKeeper(clusterOperator(config));
  try {
    // A wrong token is told now.
    await operator.status();
    const services = await openServices(servicesConfig, {
      applicationName,
      ...(onError === undefined ? {} : { onError }),
    });
    return {
      dataFolder: dataFolderOf(config),
      databaseUrl: servicesConfig.databaseUrl,
      embeddedDatabase: false,
      services,
      servicesConfig,
      operator,
      approver: null,
      // They run elsewhere: wayside worker.
      ensureWorkers: () => Promise.resolve(),
      stopWorkers: () => Promise.resolve(),
      workerMetrics: () => [],
      async close() {
        operator.close();
        await services.close();
      },
    };
  } catch (error) {
    operator.close();
    throw error;
  }
}

export interface JoinOptions {
  /** Shown by the database beside the connections. */
  readonly applicationName?: string;
  readonly onError?: (error: unknown) => void;
}
