import { percentile } from '../bench-machine.ts';
import type { SegmentTimes } from './burned-times.ts';
import type { PassRead } from './read-passes.ts';

export interface LiveFigures {
  /**
   * From the shutter of the picture in which the plate was seen best so far (the sighting's `capturedAt`:
   * its burned clock in the stored segment) to the moment its row was seen in the index: the first row
   * that a search for the whole plate finds.
   */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly cameras: number;
  /** The same rows, from the first moment at which the plate was `READABLE_PLATE_PX` wide. */
  readonly fromReadableP50Ms: number;
  readonly fromReadableP95Ms: number;
  /** From the end of such a sighting's segment to when it was stored. */
  readonly segmentStoredP50Ms: number;
  readonly segmentStoredP95Ms: number;
  /** What the segments told of when those pictures were taken, less their burned clocks. */
  readonly clockErrorP50Ms: number;
  readonly clockErrorAbsoluteP95Ms: number;
  /** Samples timed by each clock. */
  readonly clockSources: Readonly<Record<string, number>>;
  /** Frames looked at a second, on average over the segments of the time measured; less when thinned. */
  readonly analysisFpsMean: number;
  readonly passes: number;
  readonly samples: number;
  /** Samples whose plate was read to the letter; the others look alike (0 and O). */
  readonly exact: number;
  /** Passes that a search for the whole plate doesn't find. */
  readonly missed: number;
}

/** A picture's own time, of a sample: the nearest of its segment's. */
const SAME_PICTURE_MS = 20;

export interface Measured {
  readonly cameras: number;
  readonly reads: readonly PassRead[];
  /** By id, those of all sightings in `reads`. */
  readonly segments: ReadonlyMap<string, SegmentTimes>;
  readonly analysisFpsMean: number;
}

/** Times of no samples are NaN, which JSON has as null. */
export function liveFigures({ cameras, reads, segments, analysisFpsMean }: Measured): LiveFigures {
  const samples = reads.flatMap(({ pass, sighting, isExact }) => {
    if (sighting === null) return [];
    const segment = segments.get(sighting.segmentId)!;
    const picture = segment.pictures.find(
      ({ toldMs }) => Math.abs(toldMs - sighting.capturedAtMs) < SAME_PICTURE_MS,
    );
    return picture === undefined ? [] : [{ pass, sighting, isExact, segment, picture }];
  });
  const of = (value: (sample: (typeof samples)[number]) => number) => {
    const values = samples.map(value);
    return (share: number) => Math.round(percentile(values, share));
  };
  const latency = of(({ sighting, picture }) => sighting.seenMs - picture.burnedMs);
  const fromReadable = of(({ sighting, pass }) => sighting.seenMs - pass.readableMs);
  const stored = of(({ segment }) => segment.storedMs - segment.endedMs);
  const clockError = of(({ picture }) => picture.toldMs - picture.burnedMs);
  const absoluteError = of(({ picture }) => Math.abs(picture.toldMs - picture.burnedMs));
  const clockSources: Record<string, number> = {};
  for (const { segment } of samples) {
    const clock = segment.clockSource ?? 'unknown';
    clockSources[clock] = (clockSources[clock] ?? 0) + 1;
  }
  return {
    p50Ms: latency(0.5),
    p95Ms: latency(0.95),
    cameras,
    fromReadableP50Ms: fromReadable(0.5),
    fromReadableP95Ms: fromReadable(0.95),
    segmentStoredP50Ms: stored(0.5),
    segmentStoredP95Ms: stored(0.95),
    clockErrorP50Ms: clockError(0.5),
    clockErrorAbsoluteP95Ms: absoluteError(0.95),
    clockSources,
    analysisFpsMean,
    passes: reads.length,
    samples: samples.length,
    exact: samples.filter(({ isExact }) => isExact).length,
    missed: reads.filter(({ sighting }) => sighting === null).length,
  };
}
