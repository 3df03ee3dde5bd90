import { randomUUID } from 'node:crypto';
import type { UtcDay } from '../pipeline/time/utc-day.ts';
import { clipPrefix } from '../store/clips/remove-expired-clips.ts';

/** Names of the sealed objects. The day comes first after the kind, so that a day's are found together. */

/**
 * Footage and facts have a new name at each writing, and the row that names one holds its ticket: so
 * two runs of a job at the same time can't put one's object under the other's ticket.
 */
export function newFootageKey(day: UtcDay, segmentId: string): string {
  return `footage/${day}/${segmentId}/${randomUUID()}`;
}

export function newFactsKey(day: UtcDay, segmentId: string): string {
  return `${factsPrefix(day, segmentId)}${randomUUID()}`;
}

/** Of all facts that were ever made of the segment. */
export function factsPrefix(day: UtcDay, segmentId: string): string {
  return `facts/${day}/${segmentId}/`;
}

/** A clip has a new name at each writing too: a run that was slower than another takes its own away. */
export function newClipKey(clip: { readonly id: string; readonly day: UtcDay }): string {
  return `${clipPrefix(clip)}${randomUUID()}`;
}

/** The id a tracker's state is sealed under; it is kept in its row, not among the objects. */
export function stateObjectId(footageId: string, nextSequence: number): string {
  return `tracker-state/${footageId}/${nextSequence}`;
}
