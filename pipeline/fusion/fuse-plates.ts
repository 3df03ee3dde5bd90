import type { PlateCharacter, PlateRead, PlateText } from '../plates/plate-reading.ts';
import { alignRead } from './align-reads.ts';
import { clusterReads, type ReadCluster, type WeightedRead } from './cluster-reads.ts';
import { characterOf, mergeColumn, type Column } from './merge-column.ts';
import { rankTexts, type RankedText } from './rank-texts.ts';
import { shapeOf } from './text-shape.ts';

const MAX_ALTERNATIVES = 5;

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
    mergeColumn(
      members.map((m, i) => ({
        place: m.read.characters[aligned[i]![place]!] ?? null,
        weight: m.weight,
      })),
    ),
  );
  const ranked = rankTexts(columns, members);
  const [best, ...others] = ranked;
  const characters = charactersOf(columns, best!);
  const agreeing = members.filter((m) => m.read.text === best!.text);
  const agreed = agreeing.reduce((sum, m) => sum + m.weight * m.read.confidence, 0) / weight;
  const product = characters.reduce((p, c) => p * c.confidence, 1);
  return {
    text: best!.text,
    confidence: Math.min(1, Math.max(agreed, product)) * share,
    characters,
    alternatives: others.slice(0, MAX_ALTERNATIVES).map(({ text, probability }) => ({
      text,
      confidence: probability * share,
    })),
    region: regionOf(best!.text, members),
  };
}

/** The read whose text the others support most: as their own text or among their alternatives. */
function bestSupported(members: readonly WeightedRead[]): WeightedRead {
  const support = (text: string) =>
    members.reduce((sum, { read, weight }) => {
      if (read.text === text) return sum + weight * read.confidence;
      const alternative = read.alternatives.find((a) => a.text === text);
      return sum + weight * (alternative?.confidence ?? 0);
    }, 0);
  let best = members[0]!;
  for (const member of members) {
    if (support(member.read.text) > support(best.read.text)) best = member;
  }
  return best;
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
