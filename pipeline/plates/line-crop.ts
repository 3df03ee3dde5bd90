import type { PointPx, QuadPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';
import { quadSizePx, warpQuad } from '../image/warp.ts';
import { LINE_HEIGHT_PX } from './line-input.ts';

/** How a line is cut out and drawn for the reader. */
export interface LineView {
  /** Cut off above and below, in parts of the line's height: state names and frames go. */
  readonly inset: number;
  /** Drawn at least this wide: narrow plates hold as many characters as wide ones. */
  readonly minWidthPx: number;
}

/** The first look takes in all that the localiser marked, the second only the middle. */
export const LOOSE_VIEW: LineView = { inset: 0.04, minWidthPx: 176 };
export const TIGHT_VIEW: LineView = { inset: 0.14, minWidthPx: 208 };

/**
 * Contrast that lines are drawn with, in parts of their own. The reader was trained on print, where
 * small text is pale; full contrast makes it see JPEG noise and shadows as strokes.
 */
const CONTRAST = 0.65;

/** The line upright, 48 px high, in grey (three equal channels), at the view's width. */
export function drawLine(picture: Raster, line: QuadPx, view: LineView): Raster {
  const quad = insetQuad(line, view.inset);
  const { widthPx, heightPx } = quadSizePx(quad);
  const natural = Math.round((widthPx * LINE_HEIGHT_PX) / Math.max(heightPx, 1));
  const drawn = warpQuad(picture, quad, Math.max(natural, view.minWidthPx), LINE_HEIGHT_PX);
  return { ...drawn, data: paleGrey(drawn.data) };
}

function insetQuad([tl, tr, br, bl]: QuadPx, inset: number): QuadPx {
  const between = (from: PointPx, to: PointPx, t: number): PointPx => [
    from[0] + (to[0] - from[0]) * t,
    from[1] + (to[1] - from[1]) * t,
  ];
  return [
    between(tl, bl, inset),
    between(tr, br, inset),
    between(tr, br, 1 - inset),
    between(tl, bl, 1 - inset),
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
