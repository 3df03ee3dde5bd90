/** Square blocks of a luma plane, `rows × columns`, row-major. */
export interface LumaBlocks {
  readonly columns: number;
  readonly rows: number;
  /** Mean luma, float32, 0…255. */
  readonly means: Float32Array;
  /** Mean change from one pixel to the next, across plus down, float32: what a shift by a pixel may do. */
  readonly gradients: Float32Array;
}

/**
 * The whole blocks of a plane (uint8, `heightPx × widthPx`, row-major); a strip at the right and the
 * bottom that is narrower than a block is left out. Smaller than one block: no blocks.
 */
export function lumaBlocks(
  luma: Uint8Array,
  widthPx: number,
  heightPx: number,
  blockPx: number,
): LumaBlocks {
  const columns = Math.floor(widthPx / blockPx);
  const rows = Math.floor(heightPx / blockPx);
  const means = new Float32Array(columns * rows);
  const gradients = new Float32Array(columns * rows);
  const pixels = blockPx * blockPx;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      let change = 0;
      for (let y = row * blockPx; y < (row + 1) * blockPx; y++) {
        const above = y > 0 ? widthPx : 0;
        let at = y * widthPx + column * blockPx;
        let left = luma[column > 0 ? at - 1 : at]!;
        for (const end = at + blockPx; at < end; at++) {
          const here = luma[at]!;
          sum += here;
          change += Math.abs(here - left) + Math.abs(here - luma[at - above]!);
          left = here;
        }
      }
      means[row * columns + column] = sum / pixels;
      gradients[row * columns + column] = change / pixels;
    }
  }
  return { columns, rows, means, gradients };
}
