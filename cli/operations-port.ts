import {
  serveOperations,
  type Operations,
  type OperationsServer,
} from '../workers/operations/operations-server.ts';
import type { Config } from './config.ts';

/**
 * Health and figures of this process at `operations` of wayside.yaml; null where that isn't set.
 * @throws WaysideError CONFIG_INVALID
 */
export async function openOperationsPort(
  { operations }: Pick<Config, 'operations'>,
  parts: Operations,
): Promise<OperationsServer | null> {
  return operations === null ? null : serveOperations(operations, parts);
}
