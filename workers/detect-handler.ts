import { errorCodeOf, WaysideError } from '../pipeline/errors.ts';
import { analysisRateOf, type Thinning } from '../pipeline/live/thinning.ts';
import { masksThenAndNow } from '../pipeline/geometry/privacy-masks.ts';
import { utcDayOf } from '../pipeline/time/utc-day.ts';
import { requireCamera } from '../store/cameras.ts';
import { findFootage } from '../store/footage.ts';
import { saveGaps } from '../store/gaps.ts';
import { gapIdOf } from '../store/identity.ts';
import { ensureDays } from '../store/partitions.ts';
import type { Segment } from '../store/schema.ts';
import { findSegment, markDetected, markFailed } from '../store/segments.ts';
import { analyseSegment, type AnalysisTools } from './analyse-segment.ts';
import type { JobHandler } from './consumer.ts';
import type { WorkMetrics } from './operations/work-metrics.ts';
import { factsPrefix } from './object-keys.ts';
import { isWorthRetrying } from './retry.ts';
import type { Services } from './services.ts';
import { storeFindings } from './store-findings.ts';

/** A segment that so many workers died of is given up. */
const MOST_CRASHES = 5;
/** A break shorter than this is within what a cut on keyframes loses anyway. */
const SHORTEST_GAP_MS = 1000;

export interface DetectTools extends AnalysisTools {
  /** Frames a second that are looked at of cameras that don't ask for another rate. */
  readonly analysisFps: number;
  /** What is in force when a segment is taken. */
  readonly thinning: () => Pick<Thinning, 'level' | 'generation'>;
  readonly metrics?: WorkMetrics;
}

/**
 * Looks at one stored segment and asks for its tracking. A segment that can't be looked at becomes a
 * failed one, which tracking steps over, leaving a gap; it holds up nothing else. Run again, it only
 * does what isn't done.
 */
export function detectHandler(services: Services, tools: DetectTools): JobHandler<'detect'> {
  const { db, queues } = services;
  return async ({ segmentId, day }, { attempt, crashes, signal }) => {
    const segment = await findSegment(db, { id: segmentId, day });
    // Expired meanwhile.
    if (segment === null) return;
    if (segment.status === 'stored') {
      try {
        if (crashes >= MOST_CRASHES) {
          throw new WaysideError('JOB_FAILED', `${crashes} workers died of segment ${segmentId}`);
        }
        await detect(segment, services, tools, signal);
      } catch (error) {
        if (signal.aborted || isWorthRetrying(error, attempt)) throw error;
        await markFailed(db, segment, errorCodeOf(error));
      }
    }
    if (attempt > 1 || crashes > 0) await removeLeftFacts(segment, services);
    await queues.enqueue([
      { name: 'track', payload: { footageId: segment.footageId, sequence: segment.sequence } },
    ]);
  };
}

async function detect(
  segment: Segment,
  services: Services,
  tools: DetectTools,
  signal: AbortSignal,
): Promise<void> {
  const { db } = services;
  const beganAt = performance.now();
  const camera = await requireCamera(db, segment.cameraId);
  const footage = await findFootage(db, segment.footageId);
  // Expired meanwhile.
  if (footage === null) return;
  const wantedFps = camera.analysisFps ?? tools.analysisFps;
  const { analysisFps, isThinned } = analysisRateOf(wantedFps, footage, tools.thinning());
  const masks = masksThenAndNow(camera.masks, footage.masks);
  const view = { region: camera.region, masks, analysisFps };
  const analysed = await analyseSegment(segment, view, services, tools, signal);
  if (analysed.damage !== null) await recordBreak(segment, analysed.damage.lastMediaMs, services);
  const stored = await storeFindings(segment, analysed, services);
  if (!(await markDetected(db, segment, { ...stored, analysisFps, isThinned }))) {
    // Another run was faster.
    await services.objects.delete(stored.factsKey);
    return;
  }
  tools.metrics?.segmentDetected(analysed.facts, (performance.now() - beganAt) / 1000);
}

/** An earlier try may have ended between storing facts and naming them in the row. */
async function removeLeftFacts(
  { id, day }: Segment,
  { db, objects }: Pick<Services, 'db' | 'objects'>,
): Promise<void> {
  const now = await findSegment(db, { id, day });
  if (now?.factsKey == null) return;
  for await (const { key } of objects.list(factsPrefix(day, id))) {
    if (key !== now.factsKey) await objects.delete(key);
  }
}

/** The rest of a segment whose video breaks off. */
async function recordBreak(
  segment: Segment,
  lastMediaMs: number,
  { db }: Pick<Services, 'db'>,
): Promise<void> {
  const startedAt = new Date(segment.startedAt.getTime() + Math.round(lastMediaMs));
  if (segment.endedAt.getTime() - startedAt.getTime() < SHORTEST_GAP_MS) return;
  const day = utcDayOf(startedAt.getTime());
  await ensureDays(db, [day]);
  const { cameraId, footageId, endedAt } = segment;
  const id = gapIdOf(footageId, startedAt);
  await saveGaps(db, [
    { id, day, cameraId, footageId, startedAt, endedAt, cause: 'DECODE_FAILED' },
  ]);
}
