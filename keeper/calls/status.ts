import { bytesToWire } from '../client/wire-bytes.ts';
import type { CallHandler } from './call-handler.ts';

export const status: CallHandler<'status'> = ({ keyring, audit, policy }) => {
  const { size, rootHash } = audit.head();
  return {
    oldestDays: keyring.oldestDays(),
    auditEntries: size,
    auditRootHash: bytesToWire(rootHash),
    selfApproval: policy.selfApproval,
    approvers: policy.approvers.map(({ name }) => name),
  };
};
