import type { LocalApprover } from '../keeper/approvers.ts';
import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import type { OpenServices } from '../workers/compose.ts';
import type { ServicesConfig } from '../workers/config.ts';
import type { MetricValues } from '../workers/operations/metrics-of-processes.ts';

/** Everything that runs behind a command: database, keeper, objects, jobs. */
export interface House {
  readonly dataFolder: string;
  /** As the application's role, with the password: never log it. */
  readonly databaseUrl: string;
  readonly embeddedDatabase: boolean;
  readonly services: OpenServices;
  /** How another process opens the same services. Holds secrets: never log it. */
  readonly servicesConfig: ServicesConfig;
  /** May search, under a grant. */
  readonly operator: KeeperClient;
  /**
   * Approves on this machine; each self-approved grant is marked as such in the audit log. Null in a
   * cluster, whose keeper is elsewhere.
   */
  readonly approver: LocalApprover | null;
  /** Sees to it that workers run until the house closes: its own, or another command's. */
  ensureWorkers(onLog?: (line: string) => void): Promise<void>;
  /** Ends this process's workers, as `close` does: for those who have more to end at the same time. */
  stopWorkers(): Promise<void>;
  /** What this process's workers counted. */
  workerMetrics(): readonly MetricValues[];
  /** Stops what this process started, and leaves what others use. */
  close(): Promise<void>;
}
