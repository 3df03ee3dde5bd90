import type { PointPx, QuadPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import { quadSizePx, warpQuad } from '../image/warp.ts';
import { LINE_HEIGHT_PX } from './line-input.ts';

/** How a line is cut out and drawn for the reader. */
export interface LineView {
  /** Cut off above and below, in parts of the line's height: state names and frames go. */
  readonly inset: number;
  /** Added at both ends, in parts of the line's height: the localiser may cut into the outer characters. */
  readonly spread: number;
  /** Drawn at least this wide: narrow plates hold as many characters as wide ones. */
  readonly minWidthPx: number;
  /** In grey, at a part of the contrast. */
  readonly pale: boolean;
  /** How much it counts against other views. */
  readonly weight: number;
}

/** The first look takes in all that the localiser marked, as it is; the second only the middle, in pale grey. */
export const LOOSE_VIEW: LineView = {
  inset: 0.04,
  spread: 0.1,
  minWidthPx: 176,
  pale: false,
  weight: 0.57,
};
export const TIGHT_VIEW: LineView = {
  inset: 0.14,
  spread: 0,
  minWidthPx: 208,
  pale: true,
  weight: 0.43,
};

/**
 * Contrast of a pale view, in parts of the line's own. The reader was trained on print, where
 * small text is pale; full contrast makes it see JPEG noise and shadows as strokes.
 */
const CONTRAST = 0.65;

/** The line upright, 48 px high, at the view's width; pale views in grey (three equal channels). */
export function drawLine(picture: Raster, line: QuadPx, view: LineView): Raster {
  const quad = insetQuad(line, view);
  const { widthPx, heightPx } = quadSizePx(quad);
  const natural = Math.round((widthPx * LINE_HEIGHT_PX) / Math.max(heightPx, 1));
  const drawn = warpQuad(picture, quad, Math.max(natural, view.minWidthPx), LINE_HEIGHT_PX);
  return view.pale ? { ...drawn, data: paleGrey(drawn.data) } : drawn;
}

function insetQuad([tl, tr, br, bl]: QuadPx, { inset, spread }: LineView): QuadPx {
  const { widthPx, heightPx } = quadSizePx([tl, tr, br, bl]);
  const out = (spread * heightPx) / Math.max(widthPx, 1);
  const corner = (left: PointPx, right: PointPx, across: number): PointPx => [
    left[0] + (right[0] - left[0]) * across,
    left[1] + (right[1] - left[1]) * across,
  ];
  const topLeft = corner(tl, bl, inset);
  const topRight = corner(tr, br, inset);
  const bottomLeft = corner(tl, bl, 1 - inset);
  const bottomRight = corner(tr, br, 1 - inset);
  return [
    corner(topLeft, topRight, -out),
    corner(topLeft, topRight, 1 + out),
    corner(bottomLeft, bottomRight, 1 + out),
    corner(bottomLeft, bottomRight, -out),
  ];
}

function paleGrey(data: Uint8Array): Uint8Array {
  const pale = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const luma = 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;
    pale.fill(127.5 + (luma - 127.5) * CONTRAST, i, i + 3);
  }
  return pale;
}
