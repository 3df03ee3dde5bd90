import type { PlateCharacter, PlateRead, PlateText } from '../plates/plate-reading.ts';
import { alignRead } from './align-reads.ts';
import { clusterReads, type ReadCluster, type WeightedRead } from './cluster-reads.ts';
import { characterOf, mergeColumn, type Column, type ColumnVote } from './merge-column.ts';
import { rankTexts, type RankedText } from './rank-texts.ts';
import { shapeOf } from './text-shape.ts';

const MAX_ALTERNATIVES = 5;
/** How much a read that ends too early counts for there being nothing more. */
const LOST_EDGE_WEIGHT = 0.3;
/** How far such a read backs the longer text; under a half, or one emblem would outvote two reads. */
const LOST_END_SUPPORT = 0.4;

/**
 * One plate from all reads of one vehicle, character by character; no reads: null; one read: that read.
 *
 * The reads are grouped by the plate they seem to be of and the heaviest group is taken, so that reads
 * of a vehicle that passed in front don't mix in. Its reads are aligned to the one that the group
 * supports best, and each place is a weighted log-linear pool of what the reads saw there (Genest &
 * Zidek 1986). Whole texts are ranked by their characters and by whether they have the shape (letters,
 * digits) of texts that fitted a grammar. The order of the reads doesn't matter.
 */
export function fusePlates(reads: readonly PlateRead[]): PlateText | null {
  const clusters = clusterReads(reads);
  const cluster = clusters[0];
  if (cluster === undefined) return null;
  const share = cluster.weight / clusters.reduce((sum, c) => sum + c.weight, 0);
  const lone = cluster.members.length === 1 ? cluster.members[0]!.read : null;
  return lone === null ? fuseCluster(cluster, share) : fromLoneRead(lone, share);
}

function fromLoneRead(read: PlateRead, share: number): PlateText {
  const { text, characters, alternatives, region } = read;
  return { text, confidence: read.confidence * share, characters, alternatives, region };
}

function fuseCluster({ members, weight }: ReadCluster, share: number): PlateText {
  const reference = bestSupported(members).read.characters;
  const aligned = members.map((m) => alignRead(reference, m.read.characters).readIndices);
  const columns = reference.map((_, place) =>
    mergeColumn(members.map((m, i) => voteOf(m, aligned[i]!, place))),
  );
  const ranked = rankTexts(columns, members);
  const [best, ...others] = ranked;
  const characters = charactersOf(columns, best!);
  const agreeing = members.filter((m) => m.read.text === best!.text);
  const agreed = agreeing.reduce((sum, m) => sum + m.weight * m.read.confidence, 0) / weight;
  // Doubtful reads beside a sure one take nothing from it: each is a look of its own.
  const surest = Math.max(0, ...agreeing.map((m) => m.read.confidence));
  const product = characters.reduce((p, c) => p * c.confidence, isPlate(members));
  return {
    text: best!.text,
    confidence: Math.min(1, Math.max(agreed, surest, product)) * share,
    characters,
    alternatives: others.slice(0, MAX_ALTERNATIVES).map(({ text, probability }) => ({
      text,
      confidence: probability * share,
    })),
    region: regionOf(best!.text, members),
  };
}

/**
 * What a read says of a place of the reference. A read that ends before the place may have lost what
 * stands there at the edge of its crop, which says less than a gap between its characters.
 */
function voteOf(
  { read, weight }: WeightedRead,
  readIndices: readonly number[],
  place: number,
): ColumnVote {
  const index = readIndices[place]!;
  if (index >= 0) return { place: read.characters[index]!, weight };
  const seen = (i: number) => i >= 0;
  const within = readIndices.slice(0, place).some(seen) && readIndices.slice(place + 1).some(seen);
  return { place: null, weight: within ? weight : weight * LOST_EDGE_WEIGHT };
}

/** How far a text that lacks the first or last character of another speaks for that. */
function endLost(shorter: string, text: string): number {
  const lost = text.length - shorter.length === 1;
  return lost && (text.startsWith(shorter) || text.endsWith(shorter)) ? LOST_END_SUPPORT : 0;
}

/**
 * The read whose text the others support most: as their own text, as theirs with its end lost, or
 * among their alternatives.
 */
function bestSupported(members: readonly WeightedRead[]): WeightedRead {
  const support = (text: string) =>
    members.reduce((sum, { read, weight }) => {
      const own = read.confidence * (read.text === text ? 1 : endLost(read.text, text));
      const alternative = read.alternatives.find((a) => a.text === text);
      return sum + weight * Math.max(own, alternative?.confidence ?? 0);
    }, 0);
  let best = members[0]!;
  for (const member of members) {
    if (support(member.read.text) > support(best.read.text)) best = member;
  }
  return best;
}

/**
 * That what was read is a plate at all, 0…1. A sign is read alike in every frame, so that many weak
 * reads agree makes it only a little surer: by the logarithm of how many there effectively are.
 */
function isPlate(members: readonly WeightedRead[]): number {
  const total = members.reduce((sum, m) => sum + m.weight, 0);
  const effective = total ** 2 / members.reduce((sum, m) => sum + m.weight ** 2, 0);
  const doubt = members.reduce((sum, { read, weight }) => {
    const any = read.alternatives.reduce((all, a) => all + a.confidence, read.confidence);
    return sum + (weight / total) * (1 - Math.min(1, any));
  }, 0);
  return 1 - doubt ** (1 + 0.5 * Math.log2(effective));
}

function charactersOf(columns: readonly Column[], text: RankedText): PlateCharacter[] {
  return columns.flatMap((column, i) => {
    const choice = text.choices[i]!;
    return choice === '' ? [] : [characterOf(column, choice)];
  });
}

/** The region of the heaviest read of this very text, else of one of the same shape, else none. */
function regionOf(text: string, members: readonly WeightedRead[]): string | null {
  const fitting = members.filter((m) => m.read.region !== null);
  const same =
    fitting.find((m) => m.read.text === text) ??
    fitting.find((m) => shapeOf(m.read.text) === shapeOf(text));
  return same?.read.region ?? null;
}
