import { viewOfCamera } from '../../api/cameras/camera-schemas.ts';
import type { LiveState } from '../../store/live/live-states.ts';
import type { Camera } from '../../store/schema.ts';

/** A camera for machines; `live` as the API gives it. */
export function cameraRecord(camera: Camera, live: LiveState | null): Record<string, unknown> {
  return { type: 'camera', ...viewOfCamera(camera, live ?? undefined, { showsAddress: true }) };
}

/** A camera for people, in one line. */
export function cameraText(camera: Camera, live: LiveState | null, nowMs: number): string {
  const { id, region, occasion, streamAddress } = camera;
  const parts = [
    id,
    ...liveText(camera, live, nowMs),
    `plates: ${region}`,
    occasion ?? '(no occasion recorded)',
    ...(streamAddress === null ? [] : [streamAddress]),
  ];
  return parts.join('  ');
}

function liveText(
  { status, streamAddress }: Camera,
  live: LiveState | null,
  nowMs: number,
): string[] {
  if (status === 'paused') return ['paused'];
  if (streamAddress === null) return [];
  if (live === null) return ['not recorded yet'];
  const { state, cause, since, clockSource, codec, widthPx, heightPx, lagMs } = live;
  const { detectionCause } = live;
  const isLive = state === 'recording';
  const size = widthPx === null || heightPx === null ? '' : ` ${widthPx}×${heightPx}`;
  return [
    [
      `${state}${cause === null ? '' : ` (${cause})`} since ${momentText(since, nowMs)}`,
      ...(isLive && codec !== null ? [`${codec}${size}`] : []),
      ...(isLive && clockSource !== null ? [clockText(clockSource)] : []),
      ...(isLive && detectionCause !== null ? [`no smaller stream (${detectionCause})`] : []),
      ...(lagMs > 0 ? [`${(lagMs / 1000).toFixed(1)} s behind`] : []),
    ].join(', '),
  ];
}

function clockText(clockSource: NonNullable<LiveState['clockSource']>): string {
  return clockSource === 'camera' ? 'by its own clock' : 'timed by when it arrives';
}

/** UTC; the day only where it isn't today. */
function momentText(at: Date, nowMs: number): string {
  const text = `${at.toISOString().slice(0, 19)}Z`;
  const isToday = text.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10);
  return isToday ? text.slice(11) : text;
}
