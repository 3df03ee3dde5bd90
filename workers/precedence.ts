import type { Footage } from '../store/schema.ts';

/** What BullMQ knows: smaller goes first. */
const LAST = 2 ** 21 - 1;

/**
 * Which footage's segments are looked at first: streams before files, later generations before earlier
 * ones; within one, in the order in which they were queued.
 * @returns 1…2,097,151, the smallest first
 */
export function precedenceOf({
  origin,
  generation,
}: Pick<Footage, 'origin' | 'generation'>): number {
  return origin === 'file' ? LAST : Math.max(1, LAST - 1 - generation);
}
