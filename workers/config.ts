import { Type, type Static } from 'typebox';
import { KeeperAddress } from '../keeper/client/keeper-address.ts';

const strict = { additionalProperties: false };

/** Where objects are kept. */
export const ObjectsConfig = Type.Union([
  Type.Object({ kind: Type.Literal('folder'), path: Type.String({ minLength: 1 }) }, strict),
  Type.Object(
    {
      kind: Type.Literal('s3'),
      endpoint: Type.String(),
      bucket: Type.String(),
      region: Type.Optional(Type.String()),
      accessKey: Type.String(),
      secretKey: Type.String(),
    },
    strict,
  ),
]);
export type ObjectsConfig = Static<typeof ObjectsConfig>;

/** What an import and a worker need to reach the rest of the house. Holds secrets: never log it. */
export const ServicesConfig = Type.Object(
  {
    databaseUrl: Type.String({ minLength: 1 }),
    jobs: Type.Object(
      {
        /** `postgresql://…` or `redis://…`. */
        url: Type.String({ minLength: 1 }),
        /** Schema or key prefix of the jobs. */
        namespace: Type.String({ minLength: 1 }),
      },
      strict,
    ),
    objects: ObjectsConfig,
    keeper: Type.Object(
      { address: KeeperAddress, workerToken: Type.String({ minLength: 1 }) },
      strict,
    ),
    /** Clear pictures lie here while they are worked on; each process has a folder of its own. */
    scratchFolder: Type.String({ minLength: 1 }),
  },
  strict,
);
export type ServicesConfig = Static<typeof ServicesConfig>;

export const WorkerConfig = Type.Object(
  {
    services: ServicesConfig,
    /** Inside one inference; about the cores that this process may use. */
    threads: Type.Integer({ minimum: 1 }),
    /** Frames a second of media time that are looked at. */
    analysisFps: Type.Number({ exclusiveMinimum: 0 }),
    /** Wanted length of the segments that imports are cut into. */
    segmentMs: Type.Optional(Type.Integer({ minimum: 500 })),
    /** Plate patterns of one's own, on top of the regions'. */
    customPlates: Type.Array(Type.Object({ name: Type.String(), pattern: Type.String() }, strict)),
  },
  strict,
);
export type WorkerConfig = Static<typeof WorkerConfig>;

export const DEFAULT_SEGMENT_MS = 4000;
export const DEFAULT_JOBS_NAMESPACE = 'wayside_jobs';
