import { Type, type Static } from 'typebox';

/** Counts below this aren't published. */
export const LEAST_PUBLISHED = 5;

/** A count, or what may be said of it: `<5`, `>=N`. */
export const PublishedCount = Type.Union([
  Type.Integer({ minimum: 0 }),
  Type.String({ pattern: '^(<5|>=\\d+)$' }),
]);
export type PublishedCount = Static<typeof PublishedCount>;

/**
 * `exact`: as it is, of a month that is over. `coarse`: in whole fives, of a month that goes on; whoever
 * reads it again and again doesn't see each single act happen.
 */
export type Precision = 'exact' | 'coarse';

const HIDDEN = `<${LEAST_PUBLISHED}`;

/** None is said (`exact` only); 1 to 4 is `<5`; `coarse` says `<5` of 0 too. */
export function publishCount(count: number, precision: Precision): PublishedCount {
  if (count === 0 && precision === 'exact') return 0;
  if (count < LEAST_PUBLISHED) return HIDDEN;
  if (precision === 'exact') return count;
  return `>=${count - (count % LEAST_PUBLISHED)}`;
}

export interface PublishedTable {
  readonly total: PublishedCount;
  /** By name, in alphabetical order. */
  readonly cells: Readonly<Record<string, PublishedCount>>;
}

/**
 * Cells that add up. Where one of them isn't published as it is, neither is the total (the complementary
 * suppression): it is given as the least that the published cells come to, so it says nothing that they
 * don't, and each hidden cell may still be anything from 1 to 4. `coarse` leaves out hidden cells: even
 * that there is one would be news.
 */
export function publishTable(
  cells: Readonly<Record<string, number>>,
  precision: Precision,
): PublishedTable {
  const published = publishCells(cells, (count) => publishCount(count, precision));
  const shown = Object.entries(published).filter(
    ([, value]) => precision === 'exact' || value !== HIDDEN,
  );
  const least = shown.reduce((sum, [, value]) => sum + leastOf(value, precision), 0);
  const isExact = precision === 'exact' && shown.every(([, value]) => typeof value === 'number');
  return { total: isExact ? least : `>=${least}`, cells: Object.fromEntries(shown) };
}

/**
 * Cells of which several may count the same thing, so that the total may be less than their sum but not
 * less than any of them.
 */
export function publishOverlapping(
  total: number,
  cells: Readonly<Record<string, number>>,
  publish: (count: number) => PublishedCount,
  precision: Precision,
): PublishedTable {
  const published = publishCells(cells, publish);
  const values = Object.values(published);
  if (precision === 'exact' && values.every((value) => typeof value === 'number')) {
    return { total, cells: published };
  }
  const least = Math.max(0, ...values.map((value) => leastOf(value, precision)));
  return { total: `>=${least}`, cells: published };
}

/**
 * A count of some of the things that `whole` counts. Where the whole isn't known exactly, this isn't
 * either: it would say how large the hidden cells of the whole have to be at least. So it never says more
 * than the least that the whole is known to be.
 */
export function publishPart(
  count: number,
  whole: PublishedCount,
  precision: Precision,
): PublishedCount {
  const published = publishCount(count, precision);
  if (typeof whole === 'number' || published === 0) return published;
  if (leastOf(whole, precision) < LEAST_PUBLISHED) return precision === 'exact' ? '>=1' : '>=0';
  return typeof published === 'number' ? `>=${LEAST_PUBLISHED}` : published;
}

function publishCells(
  cells: Readonly<Record<string, number>>,
  publish: (count: number) => PublishedCount,
): Record<string, PublishedCount> {
  const names = Object.keys(cells).sort();
  return Object.fromEntries(names.map((name) => [name, publish(cells[name]!)]));
}

/** The least that a published count stands for. */
export function leastOf(published: PublishedCount, precision: Precision): number {
  if (typeof published === 'number') return published;
  if (published === HIDDEN) return precision === 'exact' ? 1 : 0;
  return Number(published.slice(2));
}
