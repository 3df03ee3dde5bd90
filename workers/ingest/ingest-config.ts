import { Type, type Static } from 'typebox';
import { ServicesConfig } from '../config.ts';

const strict = { additionalProperties: false } as const;

/** Where recorded video waits until it is stored. */
export const SpoolConfig = Type.Object(
  {
    /** Each ingest process has a folder of its own in it. */
    folder: Type.String({ minLength: 1 }),
    /** Recording pauses when so much waits. */
    mostBytes: Type.Integer({ minimum: 1 }),
    /** Recording pauses when less than this is free on the volume. */
    keepFreeBytes: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type SpoolConfig = Static<typeof SpoolConfig>;

/** What an ingest process needs. Holds secrets: never log it. */
export const IngestConfig = Type.Object(
  {
    services: ServicesConfig,
    spool: SpoolConfig,
    /** Name of this machine or container, for people to read. */
    host: Type.String({ minLength: 1 }),
  },
  strict,
);
export type IngestConfig = Static<typeof IngestConfig>;

export const DEFAULT_SPOOL_BYTES = 10_000_000_000;
export const DEFAULT_KEEP_FREE_BYTES = 500_000_000;
