import type { KeyObject } from 'node:crypto';
import { WaysideError } from '../pipeline/errors.ts';
import type { RegisteredApprover } from './approvers.ts';
import type { Grant, SelfGrants } from './client/grant.ts';
import type { VerifySignature } from './verified-signatures.ts';

/** What the site lets pass, as it stands when a call comes in. */
export interface GrantPolicy {
  readonly approvers: readonly RegisteredApprover[];
  /** The site is several people's: nobody approves what they asked for. */
  readonly twoPersons: boolean;
  /** Whether the one person of a site approves their own grants; means nothing with `twoPersons`. */
  readonly selfApproval: boolean;
  readonly selfGrants: SelfGrants;
  readonly siteKey: { readonly publicKey: KeyObject; readonly fingerprint: string };
  readonly maxGrantMs: number;
  /** A grant that goes back further needs a second approver's signature. */
  readonly secondApproverAfterDays: number;
  readonly verify: VerifySignature;
  isRevoked(grantId: string): boolean;
  isClosed(caseId: string): boolean;
}

export function refused(grant: Pick<Grant, 'id'>, why: string): WaysideError {
  return new WaysideError('GRANT_INVALID', `grant ${grant.id} does not allow this: ${why}`, {
    details: { grantId: grant.id, why },
  });
}
