import { randomUUID } from 'node:crypto';
import type { UtcDay } from '../pipeline/time/utc-day.ts';

/** Names of the sealed objects. The day comes first after the kind, so that a day's are found together. */

/**
 * Footage and facts have a new name at each writing, and the row that names one holds its ticket: so
 * two runs of a job at the same time can't put one's object under the other's ticket.
 */
export function newFootageKey(day: UtcDay, segmentId: string): string {
  return `footage/${day}/${segmentId}/${randomUUID()}`;
}

export function newFactsKey(day: UtcDay, segmentId: string): string {
  return `facts/${day}/${segmentId}/${randomUUID()}`;
}

/** Crops are opened by what stands in front of them, so the same picture keeps the same name. */
export function cropKey(day: UtcDay, segmentId: string, cropId: string): string {
  return `crops/${day}/${segmentId}/${cropId}`;
}

/** The id a tracker's state is sealed under; it is kept in its row, not among the objects. */
export function stateObjectId(footageId: string, nextSequence: number): string {
  return `tracker-state/${footageId}/${nextSequence}`;
}
