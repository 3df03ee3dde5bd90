import { openApprovers, type ApproverRegister, type RegisteredApprover } from './approvers.ts';
import type { AuditLog } from './audit/audit-log.ts';
import { openCaseKeys, type CaseKeys } from './case-keys.ts';
import { keyFingerprint } from './client/endorsement.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import type { GrantPolicy } from './grant-policy.ts';
import {
  DEFAULT_MAX_GRANT_HOURS,
  DEFAULT_SECOND_APPROVER_AFTER_DAYS,
  type KeeperConfig,
} from './keeper-config.ts';
import { openRevocations, type Revocations } from './revocations.ts';
import { openSiteKey, type SiteKey } from './site-key.ts';
import { openSiteMode, type SiteMode } from './site-mode.ts';
import { rememberingVerifier } from './verified-signatures.ts';

/** Whose site it is and what they agreed on: files of the keeper's folder, and its configuration. */
export interface Site {
  readonly mode: SiteMode;
  readonly approvers: ApproverRegister;
  readonly revocations: Revocations;
  readonly cases: CaseKeys;
  readonly key: SiteKey;
  /** As the folder says at this moment. Throws KEYRING_INVALID. */
  policy(): GrantPolicy;
  /**
   * As `policy`, once approvers that someone changed in the folder are in the log. Throws
   * KEYRING_INVALID, AUDIT_UNAVAILABLE.
   */
  loggedPolicy(audit: AuditLog): Promise<GrantPolicy>;
  /** What was just logged of the approvers need not be logged again. */
  approversLogged(): void;
}

/** Throws KEYRING_INVALID. */
export async function openSite(config: KeeperConfig): Promise<Site> {
  const { folder } = config;
  const mode = openSiteMode(folder);
  const approvers = openApprovers(folder);
  const revocations = openRevocations(folder);
  const cases = openCaseKeys(folder);
  const key = await openSiteKey(keeperPaths(folder).siteKey);
  const verify = rememberingVerifier();
  const siteKey = { publicKey: key.publicKey, fingerprint: keyFingerprint(key.publicKey) };
  let logged: readonly RegisteredApprover[] = approvers.current();

  const policy = (): GrantPolicy => ({
    approvers: approvers.current(),
    twoPersons: mode.twoPersons(),
    selfApproval: config.selfApproval,
    selfGrants: config.selfGrants ?? 'none',
    siteKey,
    maxGrantMs: (config.maxGrantHours ?? DEFAULT_MAX_GRANT_HOURS) * 3_600_000,
    secondApproverAfterDays: config.secondApproverAfterDays ?? DEFAULT_SECOND_APPROVER_AFTER_DAYS,
    verify,
    isRevoked: (grantId) => revocations.has(grantId),
    isClosed: (caseId) => cases.isClosed(caseId),
  });
  return {
    mode,
    approvers,
    revocations,
    cases,
    key,
    policy,
    async loggedPolicy(audit) {
      const now = policy();
      if (now.approvers !== logged) {
        await audit.append({ action: 'approvers-changed', approvers: named(now.approvers) });
        logged = now.approvers;
      }
      return now;
    },
    approversLogged() {
      logged = approvers.current();
    },
  };
}

/** Approvers as the log names them. */
export function named(approvers: readonly RegisteredApprover[]) {
  return approvers.map(({ name, fingerprint, local }) => ({ name, fingerprint, local }));
}
