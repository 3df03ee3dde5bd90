import { randomUUID } from 'node:crypto';
import type { SegmentFacts } from '../../pipeline/segment/segment-facts.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { recordFootage } from '../../store/footage.ts';
import { deterministicId, segmentIdOf } from '../../store/identity.ts';
import { ensureDays } from '../../store/partitions.ts';
import type { Footage, Segment } from '../../store/schema.ts';
import { findSegment, markDetected, recordSegment } from '../../store/segments.ts';
import { storeFindings } from '../store-findings.ts';
import type { Services } from '../services.ts';

/** A run of a camera's stream whose segments come with facts that a test made up. */
export interface LiveRun {
  readonly footageId: string;
  /** Stores a segment that is looked at already. */
  readonly detected: (
    sequence: number,
    facts: SegmentFacts,
    change?: Partial<Segment>,
  ) => Promise<Segment>;
  /** Stores a segment that nobody has looked at. */
  readonly stored: (sequence: number, change?: Partial<Segment>) => Promise<Segment>;
}

export const LIVE_SEGMENT_MS = 2000;

/** Begins a run of the camera, whose row is there. */
export async function beginLiveRun(
  services: Services,
  cameraId: string,
  startedAt: Date,
  change: Partial<Pick<Footage, 'durationMs' | 'clockSource' | 'segmentsTotal'>> = {},
): Promise<LiveRun> {
  const { db } = services;
  const footage = await recordFootage(db, {
    id: deterministicId('test run', cameraId, startedAt.toISOString(), randomUUID()),
    ...{ cameraId, origin: 'stream', fileName: null, sha256: null, startedAt },
    ...{ clockSource: 'arrival', durationMs: 0, segmentsTotal: null, status: 'importing' },
    ...change,
  });

  const stored = async (sequence: number, given: Partial<Segment> = {}): Promise<Segment> => {
    const startMs = startedAt.getTime() + sequence * LIVE_SEGMENT_MS;
    const row = {
      startedAt: new Date(startMs),
      endedAt: new Date(startMs + LIVE_SEGMENT_MS),
      ...given,
    };
    const day = utcDayOf(row.startedAt.getTime());
    await ensureDays(db, [day]);
    return recordSegment(db, {
      id: segmentIdOf(footage.id, sequence),
      ...{ day, cameraId, footageId: footage.id, sequence, byteCount: 1n, status: 'stored' },
      objectKey: `footage/${day}/${footage.id}/${sequence}`,
      ...row,
    });
  };
  return {
    footageId: footage.id,
    stored,
    async detected(sequence, facts, given) {
      const segment = await stored(sequence, given);
      const found = await storeFindings(segment, { facts, crops: [] }, services);
      await markDetected(db, segment, { ...found, analysisFps: 5, isThinned: false });
      return (await findSegment(db, segment))!;
    },
  };
}
