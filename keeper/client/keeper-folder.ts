import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WaysideError } from '../../pipeline/errors.ts';
import type { Role } from './protocol.ts';

/** Where the keeper's files are inside its folder (0700, owned by the keeper's user). */
export function keeperPaths(folder: string) {
  return {
    socket: path.join(folder, 'keeper.sock'),
    keyring: path.join(folder, 'keyring.json'),
    holds: path.join(folder, 'holds.json'),
    auditKeys: path.join(folder, 'audit-keys.json'),
    /** The newest checkpoint. */
    auditHead: path.join(folder, 'audit-checkpoint.txt'),
    approvers: path.join(folder, 'approvers.json'),
    siteMode: path.join(folder, 'site-mode.json'),
    siteKey: path.join(folder, 'site-key.pem'),
    /** Shown to those who reach the keeper over the network. */
    networkKey: path.join(folder, 'network-key.pem'),
    networkCertificate: path.join(folder, 'network-certificate.pem'),
    cases: path.join(folder, 'cases.json'),
    revocations: path.join(folder, 'revocations.json'),
    roleToken: (role: Role) => path.join(folder, `${role}.token`),
    approverKey: (name: string) => path.join(folder, `approver-${encodeURIComponent(name)}.pem`),
  };
}

/** The secret by which a process proves its role to the keeper. Throws KEEPER_UNREACHABLE. */
export async function readRoleToken(folder: string, role: Role): Promise<string> {
  const file = keeperPaths(folder).roleToken(role);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new WaysideError('KEEPER_UNREACHABLE', `no ${role} token of a keeper at ${file}`, {
      details: { file },
      cause,
    });
  }
}
