import { assign } from './assignment.ts';

/** A pair costs at most this; above it both stay alone. */
export const MAX_PAIR_COST = 0.9;

export interface Association {
  /** Index of the column that each row got, or -1. */
  readonly columnOfRow: readonly number[];
  readonly freeRows: readonly number[];
  readonly freeColumns: readonly number[];
}

/**
 * The one-to-one pairing of rows with columns that costs least, where leaving a row alone costs
 * `MAX_PAIR_COST`: a good pair is not given up to make two poor ones.
 */
export function associate(
  rows: number,
  columns: number,
  costOf: (row: number, column: number) => number,
): Association {
  const costs = Array.from({ length: rows }, (_, row) => [
    ...Array.from({ length: columns }, (_, column) => {
      const cost = costOf(row, column);
      return cost <= MAX_PAIR_COST ? cost : Infinity;
    }),
    // Each row's own place to stay alone.
    ...Array.from({ length: rows }, (_, other) => (other === row ? MAX_PAIR_COST : Infinity)),
  ]);
  const columnOfRow = assign(costs).map((column) => (column < columns ? column : -1));
  const taken = new Set(columnOfRow);
  const indices = (count: number) => Array.from({ length: count }, (_, i) => i);
  return {
    columnOfRow,
    freeRows: indices(rows).filter((row) => columnOfRow[row] === -1),
    freeColumns: indices(columns).filter((column) => !taken.has(column)),
  };
}
