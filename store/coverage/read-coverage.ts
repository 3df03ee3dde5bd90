import { sql, type Kysely } from 'kysely';
import type { FootageRun, GapSpan, TrackedSpan } from '../../pipeline/coverage/coverage.ts';
import { SEGMENT_JITTER_MS } from '../../pipeline/time/segment-jitter.ts';
import type { Span } from '../../pipeline/time/span.ts';
import { DAY_MS, daysBetween } from '../../pipeline/time/utc-day.ts';
import type { Schema } from '../schema.ts';

interface SegmentsRow {
  readonly footageId: string;
  readonly status: string;
  readonly failureCode: string | null;
  readonly analysisFps: number | null;
  readonly isThinned: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/**
 * What is known of the camera's footage that touches the span, a run each. Segments in a row are put
 * together by the database, over what the clocks of a stream are off from one to the next: a month has
 * some 650,000 of them.
 */
export async function readCoverage(
  db: Kysely<Schema>,
  cameraId: string,
  { startMs, endMs }: Span,
): Promise<FootageRun[]> {
  // A segment or gap is kept under the day it begins on.
  const days = daysBetween(startMs - DAY_MS, endMs);
  const from = new Date(startMs).toISOString();
  const to = new Date(endMs).toISOString();
  const jitter = sql`${SEGMENT_JITTER_MS}::integer * interval '1 millisecond'`;
  const [segments, gaps, unfinished] = await Promise.all([
    sql<SegmentsRow>`
      select footage_id as "footageId", status, failure_code as "failureCode",
        analysis_fps as "analysisFps", is_thinned as "isThinned",
        lower(span) as "startedAt", upper(span) - ${jitter} as "endedAt"
      from (
        select footage_id, status, failure_code, analysis_fps, is_thinned,
          unnest(range_agg(tstzrange(started_at, ended_at + ${jitter}))) as span
        from segment
        where camera_id = ${cameraId} and day = any(${days}::date[])
          and started_at < ${to} and ended_at > ${from}
        group by 1, 2, 3, 4, 5
      ) as merged order by span`.execute(db),
    db
      .selectFrom('gap')
      .select(['footageId', 'startedAt', 'endedAt', 'cause'])
      .where('cameraId', '=', cameraId)
      .where('day', 'in', days)
      .where('startedAt', '<', new Date(endMs))
      .where('endedAt', '>', new Date(startMs))
      .orderBy('startedAt')
      .execute(),
    db
      .selectFrom('footage')
      .select(['id', 'startedAt', 'durationMs'])
      .where('cameraId', '=', cameraId)
      // Of a stream, all that there is is stored.
      .where('origin', '=', 'file')
      .where('status', '=', 'importing')
      .where('segmentsTotal', 'is', null)
      .execute(),
  ]);

  const runs = new Map<string, { tracked: TrackedSpan[]; processing: Span[]; gaps: GapSpan[] }>();
  const runOf = (footageId: string | null) => {
    const key = footageId ?? '';
    const run = runs.get(key) ?? { tracked: [], processing: [], gaps: [] };
    runs.set(key, run);
    return run;
  };
  for (const { footageId, ...row } of gaps) {
    runOf(footageId).gaps.push({ ...spanOf(row), cause: row.cause });
  }
  for (const { footageId, status, failureCode, ...row } of withoutJitter(segments.rows)) {
    const run = runOf(footageId);
    const { analysisFps, isThinned: thinned } = row;
    if (status === 'tracked') run.tracked.push({ ...spanOf(row), analysisFps, thinned });
    // Tracking will record it as a gap; it is one already.
    else if (status === 'failed')
      run.gaps.push({ ...spanOf(row), cause: failureCode ?? 'INTERNAL' });
    else run.processing.push(spanOf(row));
  }
  for (const { id, startedAt, durationMs } of unfinished) {
    const startsMs = startedAt.getTime();
    runOf(id).processing.push({ startMs: startsMs, endMs: startsMs + durationMs });
  }
  return [...runs.values()];
}

/** Segments in order of time; what is too short to be a hole before the next belongs to the one before. */
function withoutJitter(segments: readonly SegmentsRow[]): SegmentsRow[] {
  return segments.map((segment, i) => {
    const next = segments[i + 1]?.startedAt ?? segment.endedAt;
    const holeMs = next.getTime() - segment.endedAt.getTime();
    return holeMs > 0 && holeMs < SEGMENT_JITTER_MS ? { ...segment, endedAt: next } : segment;
  });
}

function spanOf({
  startedAt,
  endedAt,
}: {
  readonly startedAt: Date;
  readonly endedAt: Date;
}): Span {
  return { startMs: startedAt.getTime(), endMs: endedAt.getTime() };
}
