import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** The key `audit` of `wayside.yaml`. */
export const AuditFileConfig = Type.Object(
  {
    /**
     * Names the log in its checkpoints, such as `cameras.example.org/audit`; taken when the log begins,
     * and the same for as long as it lives. Default: `wayside/` and 16 random hexadecimal digits.
     */
    origin: Type.Optional(Type.String({ pattern: '^[^\\s+]{1,200}$' })),
    /** Where a witness takes checkpoints (https://c2sp.org/tlog-witness). */
    witnessUrl: Type.Optional(Type.String({ pattern: '^https?://' })),
    /** Its cosignatures are checked with this verifier key; needed with `witnessUrl`. */
    witnessKey: Type.Optional(Type.String({ minLength: 1 })),
  },
  strict,
);
export type AuditFileConfig = Static<typeof AuditFileConfig>;

export const AuditConfig = Type.Object(
  {
    ...AuditFileConfig.properties,
    /** Longest time from an entry to the checkpoint that covers it; default 30. */
    checkpointSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 60 })),
  },
  strict,
);
export type AuditConfig = Static<typeof AuditConfig>;
