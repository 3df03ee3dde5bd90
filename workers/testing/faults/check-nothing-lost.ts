import type { Kysely } from 'kysely';
import { tracksIn } from '../../../pipeline/track-search/cell-counts.ts';
import type { Span } from '../../../pipeline/time/span.ts';
import type { Objects, ObjectSummary } from '../../../store/objects/objects.ts';
import { orphansAmong } from '../../../store/retention/orphan-objects.ts';
import type { Gap, Schema, Segment } from '../../../store/schema.ts';
import { JOB_NAMES } from '../../job-map.ts';
import type { JobQueues } from '../../queues.ts';
import { layOut } from './timeline.ts';
import { waitingInSpool } from './waiting-in-spool.ts';

export interface CheckedSite {
  readonly db: Kysely<Schema>;
  readonly objects: Objects;
  readonly queues: Pick<JobQueues, 'pending'>;
  readonly spoolFolder: string;
  /** Cameras that sent rubbish: what of it can't be looked at is a gap, and no loss. */
  readonly rubbishCameraIds?: ReadonlySet<string>;
}

export interface ToldGap extends Span {
  readonly cameraId: string;
  readonly cause: string;
}

/** Each finding is a line for a person; none: all is well. */
export interface NothingLost {
  /** Rows of video. */
  readonly segments: number;
  /** Of streams and of what couldn't be processed. */
  readonly gaps: readonly ToldGap[];
  /** Time that is neither video nor a gap, segments that are missing or that nobody could look at, objects that rows name. */
  readonly lost: readonly string[];
  /** Time, segments, tracks, sightings and counts that are there twice. */
  readonly duplicated: readonly string[];
  /** Objects that no row names. */
  readonly orphans: readonly string[];
  /** Jobs, runs, tracks and video that wait though nothing is being recorded any more. */
  readonly stuck: readonly string[];
}

const PREFIXES = ['footage', 'facts', 'crops', 'clips', 'uploads'] as const;

/**
 * What must hold of a site after any fault, when recording has stopped and workers have had time to finish:
 * each recorded segment is in the results exactly once, each moment of a camera from its first segment to
 * its last is in a segment or in a gap, and nothing is left over.
 */
export async function checkNothingLost(site: CheckedSite): Promise<NothingLost> {
  const { db } = site;
  const segments = await db.selectFrom('segment').selectAll().orderBy('startedAt').execute();
  const gaps = await db.selectFrom('gap').selectAll().orderBy('startedAt').execute();
  return {
    segments: segments.length,
    gaps: gaps.map((gap) => ({ ...spanOf(gap), cameraId: gap.cameraId, cause: gap.cause })),
    lost: [
      ...camerasOf(segments, gaps).flatMap(({ cameraId, video, streamGaps }) =>
        layOut(video, streamGaps).uncovered.map((hole) => `${cameraId}: nothing of ${text(hole)}`),
      ),
      ...(await brokenRuns(db, segments)),
      ...unprocessed(segments, gaps, site.rubbishCameraIds ?? new Set()),
      ...(await missingObjects(site, segments)),
    ],
    duplicated: [
      ...camerasOf(segments, gaps).flatMap(({ cameraId, video, streamGaps }) => {
        const { doubled, contradicted } = layOut(video, streamGaps);
        return [
          ...doubled.map((span) => `${cameraId}: video twice of ${text(span)}`),
          ...contradicted.map((span) => `${cameraId}: a gap in spite of video ${text(span)}`),
        ];
      }),
      ...repeated(segments.map(({ footageId, sequence }) => `segment ${sequence} of ${footageId}`)),
      ...(await doubledTracks(db)),
    ],
    orphans: await orphansOf(site),
    stuck: await leftToDo(site, segments),
  };
}

function camerasOf(segments: readonly Segment[], gaps: readonly Gap[]) {
  return [...new Set([...segments, ...gaps].map(({ cameraId }) => cameraId))].map((cameraId) => ({
    cameraId,
    video: segments.filter((each) => each.cameraId === cameraId).map(spanOf),
    // Gaps within footage lie over the segments that they are about.
    streamGaps: gaps
      .filter((gap) => gap.cameraId === cameraId && gap.footageId === null)
      .map(spanOf),
  }));
}

async function brokenRuns(db: Kysely<Schema>, segments: readonly Segment[]): Promise<string[]> {
  const runs = await db.selectFrom('footage').select(['id', 'segmentsTotal']).execute();
  return runs.flatMap(({ id, segmentsTotal }) => {
    const there = new Set(segments.filter((s) => s.footageId === id).map((s) => s.sequence));
    const total = segmentsTotal ?? Math.max(-1, ...there) + 1;
    const absent = Array.from({ length: total }, (_, i) => i).filter((i) => !there.has(i));
    return absent.map((sequence) => `segment ${sequence} of ${total} of ${id} is missing`);
  });
}

/** Segments that nobody could look at; those without a gap that says so; gaps of segments that never came. */
function unprocessed(
  segments: readonly Segment[],
  gaps: readonly Gap[],
  rubbish: ReadonlySet<string>,
): string[] {
  const told = new Set(
    gaps.map(({ footageId, startedAt }) => `${footageId ?? ''} ${startedAt.getTime()}`),
  );
  const failed = segments.filter(({ status }) => status === 'failed');
  return [
    ...failed
      .filter(({ cameraId }) => !rubbish.has(cameraId))
      .map(({ id, cameraId, failureCode }) => `${cameraId}: segment ${id}: ${failureCode ?? '?'}`),
    ...failed
      .filter(({ footageId, startedAt }) => !told.has(`${footageId} ${startedAt.getTime()}`))
      .map(({ id, cameraId }) => `${cameraId}: no gap says that segment ${id} failed`),
    ...gaps
      .filter(({ cause }) => cause === 'SEGMENT_LOST')
      .map((gap) => `${gap.cameraId}: segments were lost ${text(spanOf(gap))}`),
  ];
}

async function missingObjects(
  { db, objects }: CheckedSite,
  segments: readonly Segment[],
): Promise<string[]> {
  const crops = await db.selectFrom('track').select('cropKey').execute();
  const named = [
    ...segments.flatMap(({ status, objectKey, factsKey }) =>
      status === 'failed' ? [] : [objectKey, factsKey],
    ),
    ...crops.map(({ cropKey }) => cropKey),
  ].filter((key) => key !== null);
  const missing: string[] = [];
  for (const key of named) {
    if ((await objects.stat(key)) === null) missing.push(`object ${key} is missing`);
  }
  return missing;
}

async function doubledTracks(db: Kysely<Schema>): Promise<string[]> {
  const tracks = await db.selectFrom('track').select(['footageId', 'number']).execute();
  const sightings = await db.selectFrom('sighting').select('trackId').execute();
  const days = await db
    .selectFrom('trackDayCount')
    .select('cells')
    .where('zone', '=', '')
    .execute();
  const counted = days.reduce((sum, { cells }) => sum + tracksIn(cells), 0);
  return [
    ...repeated(tracks.map(({ footageId, number }) => `track ${number} of ${footageId}`)),
    ...repeated(sightings.map(({ trackId }) => `sighting of track ${trackId}`)),
    ...(counted === tracks.length ? [] : [`${counted} tracks counted, ${tracks.length} are there`]),
  ];
}

async function orphansOf({ db, objects }: CheckedSite): Promise<string[]> {
  const all = await listed(objects).catch(() => {
    // s3rver answers a listing with an error when an object goes in the middle of it.
    return listed(objects);
  });
  return (await orphansAmong(db, all)).map(({ key }) => key);
}

async function listed(objects: CheckedSite['objects']): Promise<ObjectSummary[]> {
  const all: ObjectSummary[] = [];
  for (const prefix of PREFIXES)
    for await (const each of objects.list(`${prefix}/`)) all.push(each);
  return all;
}

async function leftToDo(
  { db, queues, spoolFolder }: CheckedSite,
  segments: readonly Segment[],
): Promise<string[]> {
  const stuck = segments
    .filter(({ status }) => status === 'stored' || status === 'detected')
    .map(({ id, cameraId, status }) => `${cameraId}: segment ${id} is only ${status}`);
  const runs = await db
    .selectFrom('footage')
    .leftJoin('trackerState', 'trackerState.footageId', 'footage.id')
    .select(['id', 'status', 'sealed'])
    .execute();
  for (const { id, status, sealed } of runs) {
    if (status !== 'complete') stuck.push(`run ${id} is ${status}`);
    else if (sealed !== null) stuck.push(`run ${id} is complete, and its tracker's state is there`);
  }
  const open = await db.selectFrom('track').select('id').where('isOpen', '=', true).execute();
  stuck.push(...open.map(({ id }) => `track ${id} is open`));
  for (const name of JOB_NAMES) {
    const jobs = await queues.pending(name);
    if (jobs > 0) stuck.push(`${jobs} ${name} jobs wait`);
  }
  stuck.push(...(await waitingInSpool(spoolFolder)).map((path) => `${path} is in the spool`));
  return stuck;
}

function repeated(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].flatMap(([name, count]) => (count > 1 ? [`${name}: ${count} times`] : []));
}

function spanOf({ startedAt, endedAt }: Pick<Segment, 'startedAt' | 'endedAt'>): Span {
  return { startMs: startedAt.getTime(), endMs: endedAt.getTime() };
}

function text({ startMs, endMs }: Span): string {
  return `${new Date(startMs).toISOString()}…${new Date(endMs).toISOString()}`;
}
