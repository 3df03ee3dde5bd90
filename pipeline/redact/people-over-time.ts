import { areaPx, clip, grow, intersect, iou, type BoxXywhPx } from '../geometry/box.ts';
import { PERSON_MARGIN } from './margins.ts';

/** What a detector said of one picture of a video. */
export interface PeopleMoment {
  readonly atMs: number;
  readonly people: readonly BoxXywhPx[];
}

export interface CoverOptions {
  /** A box is filled in the pictures so long before and after its own, too. */
  readonly neighbourMs: number;
  /** Misses up to this long are bridged between the box before and the box after. */
  readonly bridgeMs: number;
  /** Boxes grow by this share of their size on every side. */
  readonly margin: number;
}

/** Measured: models/cards/hiding-people.md. People are lost most as they leave, for 0.7 s. */
export const COVER_DEFAULTS: CoverOptions = {
  neighbourMs: 1000,
  bridgeMs: 1500,
  margin: PERSON_MARGIN,
};

/** Boxes of two pictures that overlap by less are of two people, or of nobody. */
const SAME_IOU = 0.15;
/** Or one lies inside the other: a person half seen at the edge, then whole. */
const SAME_INSIDE = 0.6;

interface Chain {
  /** By index of the moment; without holes once it is bridged. */
  readonly boxes: Map<number, BoxXywhPx>;
  last: number;
}

/**
 * What to fill in each picture so that a person whom the detector loses for a while stays hidden: boxes
 * are followed from picture to picture, misses between two of them bridged along a straight line, and
 * what is filled in one picture is filled in its neighbours too. One list for each moment, in order; the
 * boxes may overlap and reach out of the picture. Nobody is told apart: a chain is a way of filling, and
 * ends with the video.
 */
export function coverPeople(
  moments: readonly PeopleMoment[],
  given: Partial<CoverOptions> = {},
): readonly (readonly BoxXywhPx[])[] {
  const options = { ...COVER_DEFAULTS, ...given };
  const filled: BoxXywhPx[][] = moments.map(() => []);
  for (const { boxes } of chainsOf(moments, options.bridgeMs)) {
    // Without holes, in order of time.
    const known = [...boxes].map(([n, box]) => ({ n, box, atMs: moments[n]!.atMs }));
    let first = known[0]!.n;
    while (first > 0 && known[0]!.atMs - moments[first - 1]!.atMs <= options.neighbourMs) first--;
    let from = 0;
    for (let n = first; n < moments.length; n++) {
      const { atMs } = moments[n]!;
      while (from < known.length && known[from]!.atMs < atMs - options.neighbourMs) from++;
      const near: BoxXywhPx[] = [];
      for (let i = from; i < known.length; i++) {
        if (known[i]!.atMs > atMs + options.neighbourMs) break;
        near.push(known[i]!.box);
      }
      if (near.length === 0) break;
      filled[n]!.push(grow(hullOf(near), options.margin));
    }
  }
  return filled;
}

function chainsOf(moments: readonly PeopleMoment[], bridgeMs: number): Chain[] {
  const ended: Chain[] = [];
  let open: Chain[] = [];
  moments.forEach(({ atMs, people }, n) => {
    const waiting = open.filter((chain) => atMs - moments[chain.last]!.atMs <= bridgeMs);
    ended.push(...open.filter((chain) => !waiting.includes(chain)));
    const free = new Set(waiting);
    const begun: Chain[] = [];
    for (const box of people) {
      const best = bestOf(free, box);
      if (best === null) begun.push({ boxes: new Map([[n, box]]), last: n });
      else {
        free.delete(best);
        bridge(best, n, box, moments);
      }
    }
    open = [...waiting, ...begun];
  });
  return [...ended, ...open];
}

function bestOf(chains: ReadonlySet<Chain>, box: BoxXywhPx): Chain | null {
  let best: Chain | null = null;
  let likeness = 0;
  for (const chain of chains) {
    const last = chain.boxes.get(chain.last)!;
    const overlap = iou(last, box);
    const inside = areaPx(intersect(last, box)) / Math.max(1, Math.min(areaPx(last), areaPx(box)));
    if (overlap < SAME_IOU && inside < SAME_INSIDE) continue;
    if (overlap + inside <= likeness) continue;
    likeness = overlap + inside;
    best = chain;
  }
  return best;
}

function bridge(chain: Chain, n: number, box: BoxXywhPx, moments: readonly PeopleMoment[]): void {
  const from = chain.boxes.get(chain.last)!;
  const fromMs = moments[chain.last]!.atMs;
  const spanMs = Math.max(1, moments[n]!.atMs - fromMs);
  for (let i = chain.last + 1; i < n; i++) {
    const share = (moments[i]!.atMs - fromMs) / spanMs;
    const at = (side: 0 | 1 | 2 | 3): number => from[side] + (box[side] - from[side]) * share;
    // Neither end's size is given up on the way: which of them is right isn't known.
    const width = Math.max(from[2], box[2]);
    const height = Math.max(from[3], box[3]);
    const centreX = at(0) + at(2) / 2;
    const centreY = at(1) + at(3) / 2;
    chain.boxes.set(i, [centreX - width / 2, centreY - height / 2, width, height]);
  }
  chain.boxes.set(n, box);
  chain.last = n;
}

/** The smallest box around all; at least one. */
export function hullOf(boxes: readonly BoxXywhPx[]): BoxXywhPx {
  const left = Math.min(...boxes.map((b) => b[0]));
  const top = Math.min(...boxes.map((b) => b[1]));
  const right = Math.max(...boxes.map((b) => b[0] + b[2]));
  const bottom = Math.max(...boxes.map((b) => b[1] + b[3]));
  return [left, top, right - left, bottom - top];
}

/** On whole pixels inside the picture, outwards; those outside are left out. */
export function onPixels(
  boxes: readonly BoxXywhPx[],
  widthPx: number,
  heightPx: number,
): [number, number, number, number][] {
  return boxes
    .map((box): [number, number, number, number] => [...clip(box, widthPx, heightPx)])
    .filter(([, , width, height]) => width > 0 && height > 0);
}
