import type { PlateRead } from '../plates/plate-reading.ts';
import { readDistance } from './align-reads.ts';
import { readWeight } from './read-weight.ts';

export interface WeightedRead {
  readonly read: PlateRead;
  readonly weight: number;
}

/** Reads that may be of one plate, heaviest first. */
export interface ReadCluster {
  readonly members: readonly WeightedRead[];
  readonly weight: number;
}

/** Share of characters in which two reads of one plate may differ. */
const SAME_PLATE_DISTANCE = 0.4;

/**
 * The reads grouped by the plate they seem to be of, heaviest group first; no reads: no groups.
 * Each read joins the group whose heaviest read it resembles most. Doesn't depend on the reads' order.
 */
export function clusterReads(reads: readonly PlateRead[]): readonly ReadCluster[] {
  const clusters: WeightedRead[][] = [];
  for (const candidate of heaviestFirst(reads)) {
    let home: WeightedRead[] | null = null;
    let nearest = SAME_PLATE_DISTANCE;
    for (const cluster of clusters) {
      const distance = readDistance(cluster[0]!.read.characters, candidate.read.characters);
      if (distance > nearest || (home !== null && distance === nearest)) continue;
      home = cluster;
      nearest = distance;
    }
    if (home === null) clusters.push([candidate]);
    else home.push(candidate);
  }
  return clusters
    .map((members) => ({ members, weight: members.reduce((sum, m) => sum + m.weight, 0) }))
    .sort((a, b) => b.weight - a.weight);
}

/** Whether two reads may be of one plate. */
export function maybeSamePlate(
  a: Pick<PlateRead, 'characters'>,
  b: Pick<PlateRead, 'characters'>,
): boolean {
  return readDistance(a.characters, b.characters) <= SAME_PLATE_DISTANCE;
}

/** Heaviest first; ties broken by what was read, so that equal sets of reads give equal lists. */
function heaviestFirst(reads: readonly PlateRead[]): WeightedRead[] {
  return reads
    .filter((read) => read.characters.length > 0)
    .map((read) => ({ read, weight: readWeight(read), key: JSON.stringify(read) }))
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
