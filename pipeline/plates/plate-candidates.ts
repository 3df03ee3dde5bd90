import type { PointPx, QuadPx } from '../geometry/box.ts';
import { quadSizePx } from '../image/warp.ts';
import { minAreaRect } from '../geometry/min-area-rect.ts';
import type { TextRegion } from './plate-models.ts';

/** What may be one plate: its lines of text, top to bottom. */
export interface PlateCandidate {
  readonly lines: readonly QuadPx[];
}

/** Text lower than this in the picture can't be read. */
const MIN_LINE_HEIGHT_PX = 7;
/** A line of a plate is this much wider than high: two characters, to eight with wide gaps. */
const MIN_LINE_ASPECT = 1.1;
const MAX_LINE_ASPECT = 9;
/** A region less wide than this may hold two lines. */
const MAX_STACKED_ASPECT = 2.1;
/** Lines of one plate differ in height at most by this factor. */
const MAX_HEIGHT_RATIO = 2.2;

/** The plates that text regions may form: each alone, two side by side, one above another, one cut in two. */
export function plateCandidates(regions: readonly TextRegion[]): PlateCandidate[] {
  const lines = regions.map(({ quadPx }) => quadPx).filter(mayBeRead);
  const candidates: PlateCandidate[] = [];
  for (const line of lines) {
    if (isLine(line)) candidates.push({ lines: [line] });
    if (aspectOf(line) < MAX_STACKED_ASPECT) candidates.push({ lines: cutInTwo(line) });
  }
  for (const [i, a] of lines.entries()) {
    for (const b of lines.slice(i + 1)) {
      const joined = besideEachOther(a, b) ? minAreaRect([...a, ...b]) : null;
      if (joined !== null && isLine(joined)) candidates.push({ lines: [joined] });
      const stacked = aboveEachOther(a, b);
      if (stacked !== null) candidates.push({ lines: stacked });
    }
  }
  return candidates;
}

function mayBeRead(quad: QuadPx): boolean {
  return quadSizePx(quad).heightPx >= MIN_LINE_HEIGHT_PX;
}

function aspectOf(quad: QuadPx): number {
  const { widthPx, heightPx } = quadSizePx(quad);
  return widthPx / Math.max(heightPx, 1);
}

function isLine(quad: QuadPx): boolean {
  const aspect = aspectOf(quad);
  return aspect >= MIN_LINE_ASPECT && aspect <= MAX_LINE_ASPECT;
}

/** The upper and lower part of a two-line plate; they overlap a little, since the rows differ in height. */
export function cutInTwo([tl, tr, br, bl]: QuadPx): [QuadPx, QuadPx] {
  const at = (from: PointPx, to: PointPx, t: number): PointPx => [
    from[0] + (to[0] - from[0]) * t,
    from[1] + (to[1] - from[1]) * t,
  ];
  return [
    [tl, tr, at(tr, br, 0.48), at(tl, bl, 0.48)],
    [at(tl, bl, 0.42), at(tr, br, 0.42), br, bl],
  ];
}

interface Frame {
  readonly along: number;
  readonly across: number;
}

/** The centre of b, seen from a: along a's reading direction and across it, in units of a's height. */
function offset(a: QuadPx, b: QuadPx): Frame {
  const { widthPx, heightPx } = quadSizePx(a);
  const ux = (a[1][0] - a[0][0]) / Math.max(widthPx, 1);
  const uy = (a[1][1] - a[0][1]) / Math.max(widthPx, 1);
  const from = centre(a);
  const to = centre(b);
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const unit = Math.max(heightPx, 1);
  return { along: (dx * ux + dy * uy) / unit, across: (-dx * uy + dy * ux) / unit };
}

function centre(quad: QuadPx): PointPx {
  return [
    (quad[0][0] + quad[1][0] + quad[2][0] + quad[3][0]) / 4,
    (quad[0][1] + quad[1][1] + quad[2][1] + quad[3][1]) / 4,
  ];
}

function heightsAgree(a: QuadPx, b: QuadPx, ratio: number): boolean {
  const ha = quadSizePx(a).heightPx;
  const hb = quadSizePx(b).heightPx;
  return Math.max(ha, hb) <= ratio * Math.min(ha, hb);
}

function besideEachOther(a: QuadPx, b: QuadPx): boolean {
  if (!heightsAgree(a, b, 1.5)) return false;
  const { along, across } = offset(a, b);
  const gap = Math.abs(along) - (aspectOf(a) + quadSizePx(b).widthPx / quadSizePx(a).heightPx) / 2;
  return Math.abs(across) < 0.35 && gap < 1;
}

function aboveEachOther(a: QuadPx, b: QuadPx): QuadPx[] | null {
  if (!heightsAgree(a, b, MAX_HEIGHT_RATIO)) return null;
  const [upper, lower] = centre(a)[1] <= centre(b)[1] ? [a, b] : [b, a];
  const { along, across } = offset(lower, upper);
  const heights = quadSizePx(upper).heightPx / quadSizePx(lower).heightPx;
  const apart = -across - (1 + heights) / 2;
  const reach = aspectOf(lower) / 2;
  if (apart < -0.6 || apart > 0.5 || Math.abs(along) > reach * 0.6) return null;
  if (aspectOf(lower) > 4.5 || aspectOf(upper) > 4.5) return null;
  return [upper, lower];
}
