import type { Kysely } from 'kysely';
import { unmadeClips } from '../store/clips/clips.ts';
import { unfinishedImports } from '../store/imports/imports.ts';
import type { Footage, Schema, Segment } from '../store/schema.ts';
import { segmentsOfFootage } from '../store/segments.ts';
import { unfinishedFootage } from '../store/unfinished-footage.ts';
import { precedenceOf } from './precedence.ts';
import { JOB_NAMES, type Job, type JobName } from './job-map.ts';
import type { JobQueues } from './queues.ts';

/** The jobs that the rows of a footage still ask for; those queued already may be queued again. */
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
 * wakes the workers.
 * @returns how many jobs were asked for.
 */
export async function requeueUnfinished(db: Kysely<Schema>, queues: JobQueues): Promise<number> {
  // A queue that holds jobs is at work, and its own jobs may be those that are missed.
  const idle: JobName[] = [];
  for (const name of JOB_NAMES) if ((await queues.pending(name)) === 0) idle.push(name);
  if (idle.length === 0) return 0;

  const jobs: Job[] = [];
  for (const footage of await unfinishedFootage(db)) {
    jobs.push(...jobsOfFootage(footage, await segmentsOfFootage(db, footage.id)));
  }
  for (const importId of await unfinishedImports(db)) {
    jobs.push({ name: 'import', payload: { importId } });
  }
  for (const clipId of await unmadeClips(db)) jobs.push({ name: 'clip', payload: { clipId } });
  const missed = jobs.filter(({ name }) => idle.includes(name));
  await queues.enqueue(missed);
  return missed.length;
}
