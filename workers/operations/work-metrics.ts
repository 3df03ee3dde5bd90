import { Counter, Histogram, type Registry } from 'prom-client';
import type { SegmentFacts } from '../../pipeline/segment/segment-facts.ts';
import type { JobName } from '../job-map.ts';

/** What one step of tracking did: segments it went over, tracks that ended, those with a plate. */
export interface TrackedCounts {
  readonly segments: number;
  readonly tracks: number;
  readonly sightings: number;
}

/** What a worker counts; nothing of it says what was read. */
export interface WorkMetrics {
  segmentDetected(facts: SegmentFacts, seconds: number): void;
  tracked(counts: TrackedCounts): void;
  /** A try of a job failed, or (no job) a connection is in trouble. */
  failed(code: string, job: JobName | null): void;
}

export const NO_WORK_METRICS: WorkMetrics = {
  segmentDetected: () => undefined,
  tracked: () => undefined,
  failed: () => undefined,
};

/** Seconds; a segment of two seconds takes some tenths. */
const DETECT_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64];

export function workMetrics(registry: Registry): WorkMetrics {
  const registers = [registry];
  const frames = new Counter({
    name: 'wayside_frames_total',
    help: 'Frames that were decoded, and those of them that were looked at',
    labelNames: ['what'],
    registers,
  });
  const reads = new Counter({
    name: 'wayside_plate_reads_total',
    help: 'Plates read, each on one frame',
    registers,
  });
  const detectSeconds = new Histogram({
    name: 'wayside_detect_seconds',
    help: 'From opening a segment to its facts being stored',
    buckets: DETECT_BUCKETS,
    registers,
  });
  const mediaSeconds = new Counter({
    name: 'wayside_detected_media_seconds_total',
    help: 'Seconds of video that were looked at',
    registers,
  });
  const results = new Counter({
    name: 'wayside_results_total',
    help: 'Segments tracked, tracks that ended, and those of them with a plate',
    labelNames: ['what'],
    registers,
  });
  const errors = new Counter({
    name: 'wayside_errors_total',
    help: 'Tries of jobs that failed, and troubles with services, by error code',
    labelNames: ['code', 'job'],
    registers,
  });
  return {
    segmentDetected(facts, seconds) {
      frames.inc({ what: 'decoded' }, facts.framesDecoded);
      frames.inc({ what: 'looked-at' }, facts.frames.filter(({ still }) => !still).length);
      reads.inc(facts.frames.reduce((sum, frame) => sum + readsOf(frame), 0));
      detectSeconds.observe(seconds);
      mediaSeconds.inc(facts.durationMs / 1000);
    },
    tracked(counts) {
      for (const what of ['segments', 'tracks', 'sightings'] as const) {
        results.inc({ what }, counts[what]);
      }
    },
    failed(code, job) {
      errors.inc({ code, job: job ?? '' });
    },
  };
}

function readsOf({ detections, loosePlates }: SegmentFacts['frames'][number]): number {
  return detections.filter(({ plate }) => plate !== undefined).length + loosePlates.length;
}
