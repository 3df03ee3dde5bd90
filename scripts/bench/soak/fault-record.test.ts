import { describe, expect, it } from 'vitest';
import { unexplained } from './fault-record.ts';

const STALL = { kind: 'stall', cameraId: 'a', startMs: 100_000, endMs: 108_000 };
const FAULT = { ...STALL, causes: ['CAMERA_STALLED'] };
const gap = (startMs: number, endMs: number, cameraId = 'a', cause = 'CAMERA_STALLED') => ({
  ...{ startMs, endMs, cameraId, cause },
});

describe('unexplained', () => {
  it('is nothing without gaps, and every gap without faults', () => {
    expect(unexplained([], [FAULT])).toEqual([]);
    expect(unexplained([gap(0, 10)], [])).toEqual([gap(0, 10)]);
  });

  it.each([
    { name: 'during and soon after the fault', told: gap(99_000, 130_000), left: [] },
    { name: 'long after it', told: gap(140_000, 150_000), left: [gap(148_000, 150_000)] },
    { name: 'of another camera', told: gap(101_000, 102_000, 'b'), left: 'all' },
    { name: 'of another cause', told: gap(101_000, 102_000, 'a', 'SPOOL_FULL'), left: 'all' },
  ])('of a gap $name', ({ told, left }) => {
    expect(unexplained([told], [FAULT])).toEqual(left === 'all' ? [told] : left);
  });

  it('takes a fault of all cameras for each of them', () => {
    const all = { ...FAULT, cameraId: null };
    expect(unexplained([gap(101_000, 102_000, 'b')], [all])).toEqual([]);
  });
});
