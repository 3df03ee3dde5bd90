import type { Kysely } from 'kysely';
import type { Schema } from '../../../store/schema.ts';
import type { NothingLost } from '../../../workers/testing/faults/check-nothing-lost.ts';
import { countPasses, type PassCount } from '../../../workers/testing/faults/count-passes.ts';
import { LOOP } from '../../../workers/testing/faults/loop-clip.ts';
import { totalMs } from '../../../workers/testing/faults/timeline.ts';
import { percentile } from '../bench-machine.ts';
import { unexplained } from './fault-record.ts';
import type { MadeFault } from './make-faults.ts';

export interface SoakFigures {
  /** Pieces of video in the results. */
  readonly segments: number;
  /**
   * What isn't there and should be, counted: spans of a camera's time, between its first video and the end of
   * recording, that are neither video nor a gap; parts of gaps that no fault explains (another camera, another
   * cause, or longer than 40 s after the fault); segments missing from a run; segments that nobody could look
   * at though their camera sent no rubbish; objects that a row names.
   */
  readonly lost: number;
  /** Time, segments, tracks and sightings that are there twice, gaps in spite of video, counts that don't add up. */
  readonly duplicated: number;
  /** Objects that no row names. */
  readonly orphans: number;
  /** Jobs, runs, tracks and video that still waited at the end. */
  readonly stuck: number;
  /** Gaps, all of them: a fault that takes the camera or ingest away must leave one. */
  readonly gaps: number;
  readonly gapSeconds: number;
  /** Sum of `rssGrowthByRole`. */
  readonly rssGrowthMb: number;
  /** Of ingest, keeper and each worker, see `growthMb`. */
  readonly rssGrowthByRole: Readonly<Record<string, number>>;
  /** How often each was made. */
  readonly faults: Readonly<Record<string, number>>;
  /** From a fault's end to new video, tracked, of every camera that it touched; `never`: not in four minutes. */
  readonly recovery: Readonly<Record<string, { p50Ms: number; mostMs: number; never: number }>>;
  /** Of the plates in the clip, of which the index should have one for each time that they passed. */
  readonly passes: PassCount;
  /** What `lost`, `duplicated`, `orphans` and `stuck` count, for a person. */
  readonly findings: readonly string[];
}

export function soakFigures(
  found: NothingLost,
  faults: readonly MadeFault[],
  passes: PassCount,
  rssGrowthByRole: Readonly<Record<string, number>>,
): SoakFigures {
  const { segments, gaps, lost, duplicated, orphans, stuck } = found;
  const unaccounted = unexplained(gaps, faults).map(
    ({ cameraId, cause, startMs, endMs }) =>
      `${cameraId}: nothing explains ${cause} ${new Date(startMs).toISOString()}, ${endMs - startMs} ms`,
  );
  const growth = Object.values(rssGrowthByRole).reduce((sum, each) => sum + each, 0);
  return {
    segments,
    lost: lost.length + unaccounted.length,
    duplicated: duplicated.length,
    orphans: orphans.length,
    stuck: stuck.length,
    gaps: gaps.length,
    gapSeconds: Math.round(totalMs(gaps) / 1000),
    rssGrowthMb: Math.round(growth),
    rssGrowthByRole: mapped(rssGrowthByRole, Math.round),
    faults: mapped(byKind(faults), (ofKind) => ofKind.length),
    recovery: mapped(byKind(faults), recoveryOf),
    passes,
    findings: [...lost, ...unaccounted, ...duplicated, ...orphans, ...stuck],
  };
}

/** What the index holds of the passes in all runs. */
export async function passesIn(db: Kysely<Schema>): Promise<PassCount> {
  const runs = await db.selectFrom('footage').select(['id', 'startedAt', 'durationMs']).execute();
  const sightings = await db
    .selectFrom('sighting')
    .innerJoin('track', 'track.id', 'sighting.trackId')
    .select(['footageId', 'capturedAt', 'skeletonToken'])
    .execute();
  return countPasses(
    runs.map(({ id, startedAt, durationMs }) => {
      const startMs = startedAt.getTime();
      return { footageId: id, startMs, endMs: startMs + durationMs };
    }),
    sightings.map(({ footageId, capturedAt, skeletonToken }) => {
      return { footageId, capturedMs: capturedAt.getTime(), token: skeletonToken };
    }),
    LOOP,
  );
}

function recoveryOf(faults: readonly MadeFault[]) {
  const took = faults.map(({ recoveryMs }) => recoveryMs).filter((ms) => ms !== null);
  return {
    p50Ms: Math.round(percentile(took, 0.5)),
    mostMs: Math.round(percentile(took, 1)),
    never: faults.length - took.length,
  };
}

function byKind(faults: readonly MadeFault[]): Readonly<Record<string, readonly MadeFault[]>> {
  const kinds = [...new Set(faults.map(({ kind }) => kind))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [kind, faults.filter((fault) => fault.kind === kind)]),
  );
}

function mapped<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
