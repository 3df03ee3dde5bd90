import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readFile } from 'node:fs/promises';
import { WaysideError } from '../pipeline/errors.ts';
import { createAuditKeys, openAuditKeys, type AuditKeys } from './audit/audit-keys.ts';
import { openAuditLog, type AuditLog } from './audit/audit-log.ts';
import { callCounts, type CallCounts } from './call-counts.ts';
import { keeperPaths, readRoleToken } from './client/keeper-folder.ts';
import { KINDS, ROLES, type Kind, type Role } from './client/protocol.ts';
import {
  DEFAULT_HOLD_DAYS,
  DEFAULT_TICKET_DAYS,
  siteDaysOf,
  type KeeperConfig,
} from './keeper-config.ts';
import { openHolds, type Holds } from './holds.ts';
import { keepRetention } from './keep-retention.ts';
import { createKeyring } from './keyring-file.ts';
import { oldestDayKept, openKeyring, type Keyring } from './keyring.ts';
import { refusedHellos, type RefusedHellos } from './network/refused-hellos.ts';
import { scanBudget, type ScanBudget } from './scan-budget.ts';
import { replaceSecretFile } from './secret-file.ts';
import { named, openSite, type Site } from './site.ts';
import { DAY_MS } from '../pipeline/time/utc-day.ts';

/** All that the calls work with. */
export interface KeeperState {
  readonly keyring: Keyring;
  readonly holds: Holds;
  /** Longest that a legal hold may last. */
  readonly holdMs: number;
  readonly audit: AuditLog;
  readonly auditKeys: AuditKeys;
  readonly site: Site;
  readonly scans: ScanBudget;
  readonly ticketMs: number;
  /** Most days that each kind may be kept. */
  readonly ceilingDays: Readonly<Record<Kind, number>>;
  readonly roleTokens: Readonly<Record<Role, string>>;
  readonly refusedHellos: RefusedHellos;
  readonly calls: CallCounts;
  readonly nowMs: () => number;
  /** As `nowMs`, but not before what was seen already: setting the clock back lengthens nothing. */
  readonly believedNowMs: () => number;
}

/**
 * Opens the folder, or makes a new keeper in an empty one, and logs the start. Throws
 * KEYRING_INVALID, CONFIG_INVALID, AUDIT_UNAVAILABLE, AUDIT_BROKEN.
 */
export async function openKeeperState(
  config: KeeperConfig,
  nowMs: () => number,
): Promise<KeeperState> {
  const created = await prepareFolder(config, nowMs());
  const paths = keeperPaths(config.folder);
  const retentionDays = siteDaysOf(config);
  const ceilingDays = config.ceilingDays ?? retentionDays;
  checkCeilings(retentionDays, ceilingDays);
  const keyring = await openKeyring(paths.keyring, nowMs, retentionDays);
  const believedNowMs = () => Math.max(nowMs(), keyring.clock().seenDay * DAY_MS);
  const holds = openHolds(config.folder, believedNowMs);
  const keys = await openAuditKeys(paths.auditKeys);
  const site = await openSite(config);
  const policy = site.policy();
  const roleTokens = config.roleTokens ?? {
    worker: await readRoleToken(config.folder, 'worker'),
    operator: await readRoleToken(config.folder, 'operator'),
  };
  const audit = await openAuditLog({
    databaseUrl: config.databaseUrl,
    keys,
    headFile: paths.auditHead,
    config: config.audit ?? {},
    nowMs,
  });
  try {
    await audit.append({
      action: 'keeper-started',
      keyringCreated: created,
      oldestDays: keyring.oldestDays(),
      retentionDays,
      ceilingDays,
      selfApproval: policy.selfApproval,
      twoPersons: policy.twoPersons,
      selfGrants: policy.selfGrants,
      secondApproverAfterDays: policy.secondApproverAfterDays,
      maxGrantMs: policy.maxGrantMs,
      approvers: named(policy.approvers),
    });
    await keepRetention({ keyring, holds, audit, nowMs });
  } catch (error) {
    await audit.close();
    throw error;
  }
  return {
    keyring,
    holds,
    holdMs: (config.holdDays ?? DEFAULT_HOLD_DAYS) * DAY_MS,
    believedNowMs,
    audit,
    auditKeys: keys,
    site,
    scans: scanBudget(),
    ceilingDays,
    ticketMs: (config.ticketDays ?? DEFAULT_TICKET_DAYS) * DAY_MS,
    roleTokens,
    refusedHellos: refusedHellos(nowMs),
    calls: callCounts(),
    nowMs,
  };
}

function checkCeilings(
  retentionDays: Readonly<Record<Kind, number>>,
  ceilingDays: Readonly<Record<Kind, number>>,
): void {
  for (const kind of KINDS) {
    if (retentionDays[kind] <= ceilingDays[kind]) continue;
    throw new WaysideError(
      'CONFIG_INVALID',
      `${kind} are to be kept for ${retentionDays[kind]} days, above the ceiling of ${ceilingDays[kind]}`,
      { details: { kind, days: retentionDays[kind], ceilingDays: ceilingDays[kind] } },
    );
  }
}

/** Makes what a new keeper needs; true when the keyring is new. */
async function prepareFolder(config: KeeperConfig, nowMs: number): Promise<boolean> {
  const { folder } = config;
  const retentionDays = siteDaysOf(config);
  const paths = keeperPaths(folder);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (cause) {
    throw new WaysideError('CONFIG_INVALID', `the keeper's folder ${folder} can't be used`, {
      details: { folder },
      cause,
    });
  }
  const hasKeyring = await exists(paths.keyring);
  const hasAuditKeys = await exists(paths.auditKeys);
  if (!hasKeyring && hasAuditKeys) {
    // A new keyring would look like a fresh start and leave everything sealed so far unreadable.
    throw new WaysideError('KEYRING_INVALID', `the keyring ${paths.keyring} is gone`);
  }
  if (!hasKeyring) {
    await createKeyring(paths.keyring, {
      reads: oldestDayKept(nowMs, retentionDays.reads),
      footage: oldestDayKept(nowMs, retentionDays.footage),
      crops: oldestDayKept(nowMs, retentionDays.crops),
    });
  }
  if (!hasAuditKeys) await createAuditKeys(paths.auditKeys, config.audit?.origin);
  for (const role of ROLES) {
    const file = paths.roleToken(role);
    if (!(await exists(file))) {
      await replaceSecretFile(file, `${randomBytes(32).toString('base64url')}\n`);
    } else if ((await readFile(file, 'utf8')).trim() === '') {
      throw new WaysideError('CONFIG_INVALID', `the ${role} token ${file} is empty`);
    }
  }
  return !hasKeyring;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
