import type { Kysely } from 'kysely';
import { unmadeClips } from '../store/clips/clips.ts';
import { unfinishedImports } from '../store/imports/imports.ts';
import type { Footage, Schema, Segment } from '../store/schema.ts';
import {
  endAbandonedRuns,
  undetectedSegments,
  unfinishedFootage,
  type UnfinishedFootage,
} from '../store/unfinished-footage.ts';
import { JOB_NAMES, type Job, type JobName } from './job-map.ts';
import { precedenceOf } from './precedence.ts';
import type { JobQueues } from './queues.ts';

/** Segments that are queued again at once; the next are when the queue is empty again. */
const MOST_SEGMENTS = 2_000;

/** The jobs that the rows of a file's footage still ask for; those queued already may be queued again. */
export function jobsOfFootage(
  footage: Pick<Footage, 'id' | 'segmentsTotal' | 'status' | 'origin' | 'generation'>,
  segments: readonly Pick<Segment, 'id' | 'day' | 'sequence' | 'status'>[],
): Job[] {
  if (footage.status === 'complete') return [];
  const precedence = precedenceOf(footage);
  const jobs = segments.flatMap(({ id, day, sequence, status }): Job[] => {
    if (status === 'stored') {
      return [{ name: 'detect', payload: { segmentId: id, day }, precedence }];
    }
    if (status === 'tracked') return [];
    return [{ name: 'track', payload: { footageId: footage.id, sequence } }];
  });
  if (footage.segmentsTotal !== null) {
    jobs.push({ name: 'track', payload: { footageId: footage.id, sequence: null } });
  }
  return jobs;
}

/**
 * Queues again what the rows ask for and no queue holds: after a crash between writing a row and
 * queueing its job, or a job backend that lost its memory. The rows are the truth; the queue only
 * wakes the workers. Costs the same however much was recorded: what is done isn't read.
 * @returns how many jobs were asked for.
 */
export async function requeueUnfinished(db: Kysely<Schema>, queues: JobQueues): Promise<number> {
  await endAbandonedRuns(db);
  // Tracking that has nothing to do costs nothing; with cameras on, its queue is hardly ever empty.
  const jobs = (await unfinishedFootage(db)).map(trackingOf);
  // Any other queue that holds jobs is at work, and its own jobs may be those that are missed.
  const idle = new Set<JobName>();
  for (const name of JOB_NAMES) if ((await queues.pending(name)) === 0) idle.add(name);
  if (idle.has('detect')) {
    for (const { id, day, ...run } of await undetectedSegments(db, MOST_SEGMENTS)) {
      const precedence = precedenceOf(run);
      jobs.push({ name: 'detect', payload: { segmentId: id, day }, precedence });
    }
  }
  if (idle.has('import')) {
    for (const importId of await unfinishedImports(db)) {
      jobs.push({ name: 'import', payload: { importId } });
    }
  }
  if (idle.has('clip')) {
    for (const clipId of await unmadeClips(db)) jobs.push({ name: 'clip', payload: { clipId } });
  }
  await queues.enqueue(jobs);
  return jobs.length;
}

function trackingOf({ footageId, nextSequence, segmentsTotal }: UnfinishedFootage): Job {
  const sequence = nextSequence === segmentsTotal ? null : nextSequence;
  return { name: 'track', payload: { footageId, sequence } };
}
