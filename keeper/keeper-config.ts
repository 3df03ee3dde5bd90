import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { WaysideError } from '../pipeline/errors.ts';
import { AuditConfig } from './audit/audit-config.ts';
import { SELF_GRANTS } from './client/grant.ts';

/** At least 128 bits in base64. */
const RoleToken = Type.String({ minLength: 22, maxLength: 200 });
const RetentionDays = Type.Integer({ minimum: 1, maximum: 3_650 });

/** What a keeper is started with. */
export const KeeperConfig = Type.Object(
  {
    /** Holds keys and socket; made with mode 0700 when it isn't there. */
    folder: Type.String({ minLength: 1 }),
    /** Default: `keeper.sock` in the folder. */
    socketPath: Type.Optional(Type.String({ minLength: 1 })),
    /**
     * Lets the group of the socket's folder connect (mode 0660), for a keeper that runs as a user of
     * its own; put the socket outside `folder` then. Default: its own user alone (0600).
     */
    groupAccess: Type.Optional(Type.Boolean()),
    /** Where it answers in the network too, by TLS; port 0: any free one. Default: nowhere. */
    listen: Type.Optional(
      Type.Object(
        {
          host: Type.String({ minLength: 1 }),
          port: Type.Integer({ minimum: 0, maximum: 65_535 }),
        },
        { additionalProperties: false },
      ),
    ),
    /**
     * Several keepers share the folder, which lies where each of them sees it: one works, the others
     * wait until it is gone.
     */
    standby: Type.Optional(Type.Boolean()),
    /** In place of the tokens in the folder, for whoever hands out secrets by other means. */
    roleTokens: Type.Optional(
      Type.Object({ worker: RoleToken, operator: RoleToken }, { additionalProperties: false }),
    ),
    /** `postgres://…`, where table `audit_entry` is. */
    databaseUrl: Type.String({ minLength: 1 }),
    /** How long each kind is kept, by the keeper's own clock. */
    retentionDays: Type.Object(
      {
        reads: RetentionDays,
        footage: RetentionDays,
        /** Default: as `footage`. */
        crops: Type.Optional(RetentionDays),
      },
      { additionalProperties: false },
    ),
    /** Most days that each kind may be kept; default: as `retentionDays`. */
    ceilingDays: Type.Optional(
      Type.Object(
        { reads: RetentionDays, footage: RetentionDays, crops: RetentionDays },
        { additionalProperties: false },
      ),
    ),
    /**
     * Whether the one person of a site approves their own grants, each marked in the log. Ends for good
     * with the call `requireTwoPersons`.
     */
    selfApproval: Type.Boolean(),
    /** What someone may grant themselves on a site of several people; default: nothing. */
    selfGrants: Type.Optional(Type.Enum([...SELF_GRANTS])),
    /** A grant that goes back further needs two approvers. */
    secondApproverAfterDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650 })),
    maxGrantHours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 24 * 31 })),
    audit: Type.Optional(AuditConfig),
    /** Longest that a legal hold may last. */
    holdDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    ticketDays: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 31 })),
  },
  { additionalProperties: false },
);
export type KeeperConfig = Static<typeof KeeperConfig>;

/** Days of each kind: what a site without settings of its own for crops keeps. */
export function siteDaysOf({ retentionDays }: Pick<KeeperConfig, 'retentionDays'>) {
  const { reads, footage, crops = footage } = retentionDays;
  return { reads, footage, crops };
}

export const DEFAULT_MAX_GRANT_HOURS = 24;
/** From the rule of England and Wales: older than 90 days, a more senior authority. */
export const DEFAULT_SECOND_APPROVER_AFTER_DAYS = 90;
export const DEFAULT_TICKET_DAYS = 7;
export const DEFAULT_HOLD_DAYS = 180;

const validator = Compile(KeeperConfig);

/** Throws CONFIG_INVALID, naming the key. */
export function parseKeeperConfig(text: string): KeeperConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new WaysideError('CONFIG_INVALID', 'the keeper was started without JSON settings', {
      cause,
    });
  }
  if (validator.Check(value)) return value;
  const keys = [...new Set(validator.Errors(value).map((error) => error.instancePath || '/'))];
  throw new WaysideError(
    'CONFIG_INVALID',
    `the keeper's settings are wrong at ${keys.join(', ')}`,
    {
      details: { keys },
    },
  );
}
