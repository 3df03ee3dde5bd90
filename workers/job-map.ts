import { Type, type Static } from 'typebox';

const Id = Type.String({
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: 'UUID of a row',
});
const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'UTC date that the row is kept under',
});

/**
 * Every job there is, and what it carries: ids only. What the ids stand for is read from the rows when
 * the job runs, so that a job that waited, was doubled or came late acts on what is true by then.
 */
export const JOB_PAYLOADS = {
  /** Look at one stored segment: decode, find objects, read plates, keep facts and crops. */
  detect: Type.Object({ segmentId: Id, day: Day }),
  /**
   * Carry the tracker of one footage on over every segment that is ready. `sequence` says which
   * segment's detection asked for it, or null when the import did after the last one.
   */
  track: Type.Object({
    footageId: Id,
    sequence: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  }),
  /** Split a file that was asked for over the API. */
  import: Type.Object({ importId: Id }),
  /** Make one clip for a case. */
  clip: Type.Object({ clipId: Id }),
} as const;

export type JobName = keyof typeof JOB_PAYLOADS;
export type JobPayload<Name extends JobName> = Static<(typeof JOB_PAYLOADS)[Name]>;

/** A job to be queued: name and payload belong together. */
export type Job = {
  readonly [Name in JobName]: { name: Name; payload: JobPayload<Name> };
}[JobName] & {
  /** 1…2,097,151: of one queue's jobs the smallest goes first, and before all of them those without. */
  readonly precedence?: number;
};

export const JOB_NAMES = Object.keys(JOB_PAYLOADS) as JobName[];

/**
 * The id a job is queued under. Two jobs that would do the same work have the same id, so the second
 * is dropped while the first is queued or running.
 */
export function jobIdOf(job: Job): string {
  switch (job.name) {
    case 'detect':
      return `detect-${job.payload.segmentId}`;
    case 'track':
      return `track-${job.payload.footageId}-${job.payload.sequence ?? 'end'}`;
    case 'import':
      return `import-${job.payload.importId}`;
    case 'clip':
      return `clip-${job.payload.clipId}`;
  }
}

/** Of an id that `jobIdOf` made; null for any other. */
export function jobNameOf(id: string): JobName | null {
  return JOB_NAMES.find((name) => id.startsWith(`${name}-`)) ?? null;
}
