import { describe, expect, it } from 'vitest';
import type { LiveState } from '../../store/live/live-states.ts';
import type { Camera } from '../../store/schema.ts';
import { cameraText } from './camera-line.ts';

const NOW_MS = Date.UTC(2026, 4, 20, 12, 0, 0);
const CAMERA: Camera = {
  ...{ id: 'gate', region: 'eu,br', occasion: 'order 12/26', status: 'active' },
  ...{ latitude: null, longitude: null, headingDeg: null, analysisFps: null },
  ...{ zones: [], masks: [], lines: [], createdAt: new Date(0) },
  streamAddress: 'rtsp://10.0.0.7/main',
};
const LIVE: LiveState = {
  ...{ state: 'recording', cause: null, since: new Date(NOW_MS - 60_000), clockSource: 'camera' },
  ...{ codec: 'h264', widthPx: 1920, heightPx: 1080, lastSegmentAt: null, lagMs: 0 },
  detectionCause: null,
};

describe('a camera in one line', () => {
  it.each<[string, Partial<Camera>, Partial<LiveState> | null, string]>([
    [
      'of files',
      { streamAddress: null, occasion: null },
      null,
      'gate  plates: eu,br  (no occasion recorded)',
    ],
    ['never recorded', {}, null, 'gate  not recorded yet  plates: eu,br'],
    [
      'recorded',
      {},
      {},
      'gate  recording since 11:59:00Z, h264 1920×1080, by its own clock  plates: eu,br  order 12/26  rtsp://10.0.0.7/main',
    ],
    [
      'recorded and behind',
      {},
      { clockSource: 'arrival', widthPx: null, lagMs: 12_340 },
      'gate  recording since 11:59:00Z, h264, timed by when it arrives, 12.3 s behind  plates',
    ],
    [
      'failing since yesterday',
      {},
      { state: 'failing', cause: 'CAMERA_STALLED', since: new Date(NOW_MS - 86_400_000) },
      'gate  failing (CAMERA_STALLED) since 2026-05-19T12:00:00Z  plates',
    ],
    ['paused', { status: 'paused' }, {}, 'gate  paused  plates: eu,br'],
  ])('%s', (_case, camera, live, text) => {
    const state = live === null ? null : { ...LIVE, ...live };
    expect(cameraText({ ...CAMERA, ...camera }, state, NOW_MS)).toContain(text);
  });
});
