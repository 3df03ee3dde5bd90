import { dayOfNumber } from '../../pipeline/time/utc-day.ts';
import { bytesToWire } from '../client/wire-bytes.ts';
import type { CallHandler } from './call-handler.ts';

export const status: CallHandler<'status'> = (keeper) => {
  const { keyring, audit, site, ceilingDays } = keeper;
  const policy = site.policy();
  const { size, rootHash } = audit.head();
  const { leap } = keyring.clock();
  return {
    oldestDays: keyring.oldestDays(),
    ratchets: [...keyring.ratchets()],
    clockLeap: leap === null ? null : { toDay: dayOfNumber(leap.toDay), sinceMs: leap.sinceMs },
    ceilingDays,
    auditEntries: size,
    auditRootHash: bytesToWire(rootHash),
    selfApproval: policy.selfApproval && !policy.twoPersons,
    twoPersons: policy.twoPersons,
    selfGrants: policy.selfGrants,
    maxGrantHours: policy.maxGrantMs / 3_600_000,
    secondApproverAfterDays: policy.secondApproverAfterDays,
    approvers: policy.approvers.map(({ name }) => name),
    approverFingerprints: policy.approvers.map(({ fingerprint }) => fingerprint),
  };
};
