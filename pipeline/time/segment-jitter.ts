/**
 * A hole shorter than this between two segments of one stream is none: a segment's length is counted in
 * frames and its start is told by a clock, and the two are never quite of one mind.
 */
export const SEGMENT_JITTER_MS = 200;
