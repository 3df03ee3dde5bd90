import { resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import {
  DEFAULT_KEEP_FREE_BYTES,
  DEFAULT_SPOOL_BYTES,
  type SpoolConfig,
} from '../workers/ingest/ingest-config.ts';

const strict = { additionalProperties: false } as const;

/** Where recorded video waits until it is stored. */
export const SpoolFileConfig = Type.Object(
  {
    /** Default: `spool` in the data folder. */
    folder: Type.Optional(Type.String({ minLength: 1 })),
    mostBytes: Type.Optional(Type.Integer({ minimum: 1_000_000 })),
    /** What has to stay free on its volume. */
    keepFreeBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
);

/** Health and figures of a process, without signing in. */
export const OperationsFileConfig = Type.Object(
  {
    host: Type.Optional(Type.String({ minLength: 1 })),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  },
  strict,
);

export interface LiveSettings {
  readonly spool: Omit<SpoolConfig, 'folder'> & { readonly folder: string | null };
  /** Null: not served. */
  readonly operations: { readonly host: string; readonly port: number } | null;
}

export function liveSettingsFrom({
  spool = {},
  operations,
}: {
  readonly spool?: Static<typeof SpoolFileConfig>;
  readonly operations?: Static<typeof OperationsFileConfig>;
}): LiveSettings {
  return {
    spool: {
      folder: spool.folder === undefined ? null : resolve(spool.folder),
      mostBytes: spool.mostBytes ?? DEFAULT_SPOOL_BYTES,
      keepFreeBytes: spool.keepFreeBytes ?? DEFAULT_KEEP_FREE_BYTES,
    },
    operations: operations === undefined ? null : { host: '127.0.0.1', ...operations },
  };
}
