/** The size that has `longSidePx` on its longer side, aspect kept, at least 1×1. */
export function fitLongSide(
  size: { readonly widthPx: number; readonly heightPx: number },
  longSidePx: number,
): { widthPx: number; heightPx: number } {
  const scale = longSidePx / Math.max(size.widthPx, size.heightPx, 1);
  return {
    widthPx: Math.max(1, Math.round(size.widthPx * scale)),
    heightPx: Math.max(1, Math.round(size.heightPx * scale)),
  };
}
