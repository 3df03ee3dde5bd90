/**
 * Where times come from. Of files: what the user gave, the container's creation time, the time of the
 * import. Of streams: the camera's own clock (RTCP sender reports), or when the video arrived.
 */
export const CLOCK_SOURCES = ['given', 'container', 'import', 'camera', 'arrival'] as const;
export type ClockSource = (typeof CLOCK_SOURCES)[number];
