import type { AskedBy } from '../client/asked-by.ts';
import type { SignedGrant } from '../client/grant.ts';
import { checkGrant, checkOwner, type CheckedGrant } from '../grants.ts';
import type { KeeperState } from '../keeper-state.ts';

/** The grant of a call, checked by what the site lets pass now. Throws GRANT_INVALID, AUDIT_UNAVAILABLE. */
export async function grantOfCall(
  { site, audit, nowMs }: Pick<KeeperState, 'site' | 'audit' | 'nowMs'>,
  { by, grant }: { readonly by: AskedBy; readonly grant: SignedGrant },
): Promise<CheckedGrant> {
  const policy = await site.loggedPolicy(audit);
  const checked = checkGrant(grant, policy, nowMs());
  checkOwner(checked.grant, by, policy);
  return checked;
}
