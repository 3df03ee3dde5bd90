import type { ErrorEntry } from './error-entry.ts';

/** What can be wrong with the program’s use, its settings and the services it stands on. */
export const SERVICE_ERRORS = {
  USAGE: { retryable: false, exitCode: 2, httpStatus: 400, remedy: 'See the command with --help.' },
  CONFIG_INVALID: {
    retryable: false,
    exitCode: 2,
    httpStatus: 500,
    remedy: 'Correct the named key in wayside.yaml.',
  },
  DATABASE_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Start the database or correct databaseUrl; then run wayside doctor.',
  },
  DATABASE_OUTDATED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Run wayside migrate with the owner’s way into the database.',
  },
  QUEUE_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Start the job backend or correct jobs.url; then run wayside doctor.',
  },
  OBJECTS_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Start the object store or correct objects; then run wayside doctor.',
  },
  OBJECTS_REFUSED: {
    // Nothing recorded fails over a right that somebody still has to give.
    retryable: true,
    exitCode: 2,
    httpStatus: 503,
    remedy:
      'Check the S3 keys, and that they may list, read, write and delete in objects.bucket; make it, or let them make it; of somebody else’s choose another name.',
  },
  OBJECT_MISSING: {
    retryable: false,
    exitCode: 1,
    httpStatus: 404,
    remedy: 'The object was deleted or never written; import the footage again.',
  },
  DISK_FULL: {
    retryable: true,
    exitCode: 1,
    httpStatus: 507,
    remedy:
      'Free space on the named volume and run the command again; it goes on where it stopped.',
  },
  DATA_FOLDER_UNUSABLE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 500,
    remedy: 'Set WAYSIDE_DATA to a folder that this user, and PostgreSQL’s, can reach.',
  },
  JOB_FAILED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 500,
    remedy: 'Run the import again; it goes on where it stopped.',
  },
  INTERRUPTED: {
    retryable: true,
    exitCode: 1,
    httpStatus: 503,
    remedy: 'Run the same command again; it goes on where it stopped.',
  },
  INTERNAL: {
    retryable: false,
    exitCode: 1,
    httpStatus: 500,
    remedy: 'This is a defect: please report it with the code and the version.',
  },
} as const satisfies Record<string, ErrorEntry>;
