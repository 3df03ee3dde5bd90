import { Type } from 'typebox';
import { SELF_GRANTS } from '../keeper/client/grant.ts';
import type { KeeperConfig } from '../keeper/keeper-config.ts';

/** Keys of `wayside.yaml` that say what the keeper lets pass; a running keeper reads them at its next start. */
export const GRANT_KEYS = {
  /** What an analyst may grant themselves on a site of several people; default: nothing. */
  selfGrants: Type.Optional(Type.Enum([...SELF_GRANTS])),
  /** Hours that a grant lasts at most; default 24. */
  maxGrantHours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 24 * 31 })),
  /** Grants that go back further need two approvers; default 90 days. */
  secondApproverAfterDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650 })),
};

export type GrantSettings = Pick<
  KeeperConfig,
  'selfGrants' | 'maxGrantHours' | 'secondApproverAfterDays'
>;

export function grantSettingsFrom(file: {
  readonly [K in keyof GrantSettings]?: GrantSettings[K];
}): GrantSettings {
  const { selfGrants, maxGrantHours, secondApproverAfterDays } = file;
  return {
    ...(selfGrants === undefined ? {} : { selfGrants }),
    ...(maxGrantHours === undefined ? {} : { maxGrantHours }),
    ...(secondApproverAfterDays === undefined ? {} : { secondApproverAfterDays }),
  };
}
