import type { LocalApprover } from '../keeper/approvers.ts';
import type { KeeperClient } from '../keeper/client/keeper-client.ts';
import type { OpenServices } from '../workers/compose.ts';

/** Everything that runs behind a command: database, keeper, objects, jobs. */
export interface House {
  readonly dataFolder: string;
  /** As the application's role, with the password: never log it. */
  readonly databaseUrl: string;
  readonly embeddedDatabase: boolean;
  readonly services: OpenServices;
  /** May search, under a grant. */
  readonly operator: KeeperClient;
  /**
   * Approves on this machine; each self-approved grant is marked as such in the audit log. Null in a
   * cluster, whose keeper is elsewhere.
   */
  readonly approver: LocalApprover | null;
  /** Sees to it that workers run until the house closes: its own, or another command's. */
  ensureWorkers(onLog?: (line: string) => void): Promise<void>;
  /** Stops what this process started, and leaves what others use. */
  close(): Promise<void>;
}
