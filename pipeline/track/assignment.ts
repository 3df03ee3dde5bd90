/**
 * The one-to-one assignment of rows to columns with the least total cost, by shortest augmenting paths
 * with potentials (Kuhn 1955, Munkres 1957; the O(n²m) form of Jonker & Volgenant 1987).
 *
 * `costs[row][column]` is finite where the pair is allowed and `Infinity` where it isn't. As many pairs
 * as possible are made before their cost counts. Gives the column of each row, or -1. No rows: an empty
 * list; no columns: all -1.
 */
export function assign(costs: readonly (readonly number[])[]): number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return new Array<number>(rows).fill(-1);
  if (rows > columns) return transposedAssign(costs, rows, columns);
  const forbidden = costOfForbidden(costs);
  const cost = (row: number, column: number): number => {
    const value = costs[row]![column]!;
    return Number.isFinite(value) ? value : forbidden;
  };
  const rowOfColumn = augmentRows(cost, rows, columns);
  const columnOfRow = new Array<number>(rows).fill(-1);
  rowOfColumn.forEach((row, column) => {
    if (row >= 0 && Number.isFinite(costs[row]![column]!)) columnOfRow[row] = column;
  });
  return columnOfRow;
}

function transposedAssign(
  costs: readonly (readonly number[])[],
  rows: number,
  columns: number,
): number[] {
  const flipped = Array.from({ length: columns }, (_, column) => costs.map((row) => row[column]!));
  const columnOfRow = new Array<number>(rows).fill(-1);
  assign(flipped).forEach((row, column) => {
    if (row >= 0) columnOfRow[row] = column;
  });
  return columnOfRow;
}

/** More than all allowed pairs could ever cost together, so a forbidden pair is the last resort. */
function costOfForbidden(costs: readonly (readonly number[])[]): number {
  let largest = 0;
  for (const row of costs) {
    for (const value of row) {
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    }
  }
  return 2 * (largest + 1) * (costs.length + 1);
}

/** Adds one row after another along the cheapest alternating path. Gives the row of each column, or -1. */
function augmentRows(
  cost: (row: number, column: number) => number,
  rows: number,
  columns: number,
): number[] {
  const rowPotential = new Array<number>(rows).fill(0);
  const columnPotential = new Array<number>(columns).fill(0);
  const rowOfColumn = new Array<number>(columns).fill(-1);
  for (let newRow = 0; newRow < rows; newRow++) {
    const slack = new Array<number>(columns).fill(Infinity);
    const cameFrom = new Array<number>(columns).fill(-1);
    const visited = new Array<boolean>(columns).fill(false);
    let row = newRow;
    let column = -1;
    for (;;) {
      let next = -1;
      for (let j = 0; j < columns; j++) {
        if (visited[j]) continue;
        const reduced = cost(row, j) - rowPotential[row]! - columnPotential[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          cameFrom[j] = column;
        }
        if (next < 0 || slack[j]! < slack[next]!) next = j;
      }
      const step = slack[next]!;
      rowPotential[newRow]! += step;
      for (let j = 0; j < columns; j++) {
        if (visited[j]) {
          rowPotential[rowOfColumn[j]!]! += step;
          columnPotential[j]! -= step;
        } else {
          slack[j]! -= step;
        }
      }
      visited[next] = true;
      column = next;
      if (rowOfColumn[next]! < 0) break;
      row = rowOfColumn[next]!;
    }
    while (column >= 0) {
      const previous = cameFrom[column]!;
      rowOfColumn[column] = previous < 0 ? newRow : rowOfColumn[previous]!;
      column = previous;
    }
  }
  return rowOfColumn;
}
