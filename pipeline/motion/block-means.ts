/** Mean luma of square blocks of a picture: float32, `rows × columns`, row-major, 0…255. */
export interface BlockMeans {
  readonly means: Float32Array;
  readonly columns: number;
  readonly rows: number;
}

/**
 * Mean luma (uint8, `heightPx × widthPx`, row-major) of each whole block; a strip at the right and the
 * bottom that is narrower than a block is left out. Smaller than one block: no blocks.
 */
export function blockMeans(
  luma: Uint8Array,
  widthPx: number,
  heightPx: number,
  blockPx: number,
): BlockMeans {
  const columns = Math.floor(widthPx / blockPx);
  const rows = Math.floor(heightPx / blockPx);
  const means = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let y = row * blockPx; y < (row + 1) * blockPx; y++) {
        const from = y * widthPx + column * blockPx;
        for (let at = from; at < from + blockPx; at++) sum += luma[at]!;
      }
      means[row * columns + column] = sum / (blockPx * blockPx);
    }
  }
  return { means, columns, rows };
}
